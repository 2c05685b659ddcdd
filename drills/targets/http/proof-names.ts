import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import { namesIn } from "./template.ts";

/** What these calls read proves who asks. A check names calls by their whole place, such as `customer.replies.socket.ticket`. */
const PROOF_CALLS: ReadonlySet<string> = new Set(["session", "ticket"]);
/** Ids that stand in every report; they prove nothing. */
const IDS: ReadonlySet<string> = new Set(["contact", "consent"]);
const PROOF_WORDS = /token|secret|pass|bearer|credential|cookie|ticket|auth(?!or)|authori[sz]|jwt|key|signature/i;
/** What names a thing is no proof, whatever the thing is: a help desk calls its contacts tickets. */
const NAME_ENDS = /[a-z0-9](Id|Number|Name|Ref)$/;

/** Names in headers, and in what is said first on a socket. */
function namesInHeaders(node: unknown, inside = false): readonly string[] {
  if (typeof node === "string") return inside ? namesIn(node) : [];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    namesInHeaders(value, inside || name === "headers" || name === "hello"),
  );
}

/**
 * Whether a value that a call read proves who asks, and so is masked wherever it comes back: all that a session or a ticket
 * reads; of another call what goes out in a header again, or is called a token. What else is read are ids and numbers.
 */
export function proofNames(mapping: HttpMapping): (where: string, name: string) => boolean {
  const inHeaders = new Set(namesInHeaders(mapping));
  return (where, name) =>
    PROOF_CALLS.has(where.slice(where.lastIndexOf(".") + 1)) ||
    (!IDS.has(name) && (inHeaders.has(name) || (PROOF_WORDS.test(name) && !NAME_ENDS.test(name))));
}
