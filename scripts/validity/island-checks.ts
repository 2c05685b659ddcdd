import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Covers } from "../../core/schema/verdict.ts";
import { printable } from "../../core/text/printable.ts";
import type { IslandNow } from "../../harness/run/islands-now.ts";
import { islandsDigest } from "../../reports/judge/covered.ts";
import { type Check, fallen, held } from "./validity.ts";

const MOST = 4;
const listed = (texts: readonly string[]): string =>
  [...texts.slice(0, MOST), ...(texts.length > MOST ? [`and ${texts.length - MOST} more`] : [])].join("; ");

const untold = (ground: "islands" | "keys", reason: string): Check =>
  fallen(ground, "cannot be told", new FieldproofError("FP-VALID-010", { reason }));

/** Both are not known for the same reason. */
export const islandsUntold = (reason: string): readonly Check[] => [untold("islands", reason), untold("keys", reason)];

/** What PoPs serve now against what the run covers. What changed at one PoP comes before what another does not tell. */
export function islandChecks(covers: Covers, now: readonly IslandNow[]): readonly Check[] {
  const away = listed(now.flatMap(({ pop, island, why }) => (island === null ? [`${printable(pop, 60)} ${why}`] : [])));
  const read = now.flatMap(({ pop, island }) => (island === null ? [] : [{ pop: printable(pop, 60), ...island }]));
  if (now.length === 0) return islandsUntold("the target file names no PoP");
  return [islandCheck(covers, read, away), keyCheck(covers, read, away)];
}

type Read = { readonly pop: string; readonly contentSha256: string; readonly keyId: string };

function islandCheck({ islands }: Covers, read: readonly Read[], away: string): Check {
  if (islands === null) return untold("islands", "the run's replicates were run on different islands");
  const other = read.filter(({ contentSha256 }) => islandsDigest(new Set([contentSha256])) !== islands);
  if (other.length > 0) {
    const where = listed(other.map(({ pop, contentSha256 }) => `${pop} has sha256:${contentSha256.slice(0, 12)}`));
    return fallen("islands", "changed", new FieldproofError("FP-VALID-008", { where }));
  }
  if (away !== "") return untold("islands", away);
  return held("islands", `What the island says is what was drilled, at ${read.map(({ pop }) => pop).join(", ")}.`);
}

function keyCheck({ keys }: Covers, read: readonly Read[], away: string): Check {
  const other = read.filter(({ keyId }) => !keys.includes(keyId));
  if (other.length > 0) {
    const where = listed(other.map(({ pop, keyId }) => `${pop} has key ${keyId.slice(0, 16)}`));
    return fallen("keys", "changed", new FieldproofError("FP-VALID-009", { where }));
  }
  if (away !== "") return untold("keys", away);
  return held("keys", `Signed by ${keys.length === 1 ? "the key" : "one of the keys"} that was drilled, at every PoP.`);
}
