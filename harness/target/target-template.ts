import { readBaseAddress } from "./base-address.ts";
import { isOwnMachine } from "./target-findings.ts";

/** What `fieldproof target init` asks. */
export interface TargetAnswers {
  readonly name: string;
  readonly environment: "local" | "test" | "staging" | "production";
  /** Base address where customers go, and the one where agents go. */
  readonly customers: string;
  readonly agents: string;
  /** Where each host off this machine may lead: IP addresses or networks. */
  readonly leadsTo: Readonly<Record<string, readonly string[]>>;
  /** Published limit on requests, a minute. */
  readonly perMinute: number;
  readonly bodies: "form" | "json";
  /** How agents say who they are. */
  readonly login: "cookie" | "bearer" | "none";
  /** From one look for replies to the next. */
  readonly everyMs: number;
  readonly approver: { readonly name: string; readonly role: string };
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A text as YAML takes it, whatever it holds. */
const q = (text: string): string => JSON.stringify(text);

const hostLines = ({ customers, agents, leadsTo }: TargetAnswers): string => {
  const hosts = new Map<string, Set<number>>();
  for (const text of [customers, agents]) {
    const spelling = readBaseAddress(text);
    if (!spelling.ok || isOwnMachine(spelling.address.host)) continue;
    const { host, port } = spelling.address;
    hosts.set(host, (hosts.get(host) ?? new Set()).add(port));
  }
  if (hosts.size === 0) return "hosts: [] # this machine only";
  const entries = [...hosts].map(([host, ports]) => {
    const addresses = (leadsTo[host] ?? []).map(q).join(", ");
    return `  - { host: ${q(host)}, ports: [${[...ports].join(", ")}], addresses: [${addresses}] }`;
  });
  return [
    "# Every host off this machine, and where its name may lead. What is not listed is never spoken to.",
    "hosts:",
    ...entries,
  ].join("\n");
};

const secretLines = ({ login }: TargetAnswers): string =>
  login === "none"
    ? "secrets: {}"
    : [
        "# References only: the secret itself stands in a file of mode 0600 beside this one, never here.",
        "secrets:",
        "  agent-key: { file: agent.key }",
      ].join("\n");

const agentSession = (answers: TargetAnswers): string => {
  if (answers.login === "bearer")
    return `    # On every request of an agent.
    headers: { authorization: "Bearer {secret:agent-key}" }
`;
  if (answers.login === "cookie")
    return `    # CHANGE: how an agent logs in. The cookie of its answer goes along with what follows.
    session:
      request: { method: POST, path: /staff/login, ${answers.bodies}: { name: "{agent}", key: "{secret:agent-key}" } }
      cookies: true
`;
  return "";
};

/**
 * A commented target file of a desk that is mapped by hand: what the answers do not say is a guess marked CHANGE, which
 * `fieldproof target check` holds against the desk. It passes the check of the file itself.
 */
export const targetTemplate = (answers: TargetAnswers): string => {
  const { name, environment, customers, agents, perMinute, bodies, everyMs, approver, expiresAt } = answers;
  return `# A support desk as a target of Fieldproof. Lines marked CHANGE are guesses: mend them, and after each change run
#   fieldproof target check THIS-FILE
# which walks one made-up contact through every call and names the line that does not fit. Left out is what your desk
# cannot do: drills that need it do not run, and say so. Pointers such as /case/number are JSON pointers (RFC 6901).
schema: fieldproof.target/1
name: ${q(name)}
environment: ${environment} # local, test, staging, production
adapter: http

addresses:
  # Where customers go; one entry for each place that answers them.
  pops: { desk: ${q(customers)} }
  # Where agents go.
  origin: ${q(agents)}

${hostLines(answers)}

limits:
  maxRequestsPerSec: 40
  maxContacts: 300
  # What the desk publishes; a run never sends more within any 60 s.
  publishedLimits:
    - { scope: all requests, perMinute: ${perMinute}, source: "CHANGE: where the desk publishes it" }

expiresAt: ${q(expiresAt)} # from then on this file allows nothing
approver: { name: ${q(approver.name)}, role: ${q(approver.role)} }

${secretLines(answers)}

# Header on every request, so that the desk can tell made-up contacts from customers.
syntheticMarker: { header: x-synthetic, value: fieldproof }

# What a run may do to the desk beside being its customers and agents: nothing.
allowedStimuli: []

http:
  # How fine the desk's stamps are. They are a cross-check: reply times are of our own clock.
  clock: { serverStampsMs: 1000 }

  # CHANGE: where a refusal says its code.
  errors: { code: /code }

  customer:
    # CHANGE: what opens a visitor's session. Without one, leave session and headers out.
    headers: { x-visitor: "{visitor}" }
    session:
      request: { method: POST, path: /visitors }
      read: { visitor: /visitor/token }

    # CHANGE: the first question. {clientContactId} must show in what agents see of the contact.
    open:
      request: { method: POST, path: /cases, ${bodies}: { words: "{text}", reference: "{clientContactId}" } }
      read: { contact: /case/number }
      # How the desk knows a request that came twice: a header, or a member of the body.
      idempotency: { header: Idempotency-Key }

    # CHANGE: what the customer writes later.
    send:
      request: { method: POST, path: "/cases/{contact}/posts", ${bodies}: { words: "{text}" } }
      idempotency: { header: Idempotency-Key }

    # CHANGE: how replies are read.
    replies:
      everyMs: ${everyMs} # reply times are no finer than this
      request: { method: GET, path: "/cases/{contact}/posts?from={cursor}" }
      items: /posts
      each: { id: /id, author: /author, text: /words, at: /at }
      at: { unit: s } # s, ms or iso
      cursor: { start: "0", from: { last: /id } } # or from: { answer: /next }, or from: { count: true }
      # The desk's words for who wrote.
      authors: { customer: [visitor], human: [staff], bot: [bot], system: [system] }

  agent:
${agentSession(answers)}
    # CHANGE: who waits. Contacts whose ref is not of this run are let be.
    next:
      request: { method: GET, path: /staff/waiting }
      items: /waiting
      each: { contact: /number, ref: /reference }

    # CHANGE: an agent takes a contact. Leave it out where whoever sees one may answer.
    claim:
      request: { method: POST, path: "/staff/cases/{contact}/take" }
      taken: { status: [409] } # another agent was quicker

    # CHANGE: an agent answers, and the contact is closed.
    reply:
      request: { method: POST, path: "/staff/cases/{contact}/posts", ${bodies}: { words: "{text}" } }
      message: /post/id # the id that the customer sees
    resolve:
      request: { method: POST, path: "/staff/cases/{contact}/close" }

  # The desk's own account of its contacts, held against what customers lived through:
  # export:
  #   contacts:
  #     request: { method: GET, path: "/staff/cases?from={cursor}" }
  #     items: /cases
  #     each: { contact: /number, ref: /reference, state: /state, reopens: /reopened }
  #     cursor: { from: { count: true } }

  # So that what a run made can be removed:
  # delete:
  #   request: { method: DELETE, path: "/staff/cases/{contact}" }
`;
};
