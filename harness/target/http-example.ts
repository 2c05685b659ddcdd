import { targetText } from "./target-example.ts";

/**
 * The `http` section of a plausible desk, for tests: its own words and paths, visitors with a token, cases with posts,
 * offset cursors, whole-second stamps, form bodies, agents with a cookie.
 */
export const HTTP_SECTION = `adapter: http
secrets: { agent-key: { file: agent.key } }
http:
  clock: { serverStampsMs: 1000 }
  errors: { code: /error/code, present: /error }
  lanes: { stream: live }
  customer:
    headers: { x-visitor: "{visitor}" }
    session:
      request: { method: POST, path: /visitors, form: { token: "{newId}" } }
      read: { visitor: /visitor/token }
    open:
      request: { method: POST, path: /cases, form: { subject: "{text}", ref: "{clientContactId}", queue: "{lane}" } }
      read: { contact: /case/number }
      idempotency: { header: Idempotency-Key }
    send:
      request: { method: POST, path: "/cases/{contact}/posts", form: { words: "{text}" } }
      idempotency: { header: Idempotency-Key }
    replies:
      everyMs: 1000
      request: { method: GET, path: "/cases/{contact}/posts?from={cursor}" }
      items: /posts
      each: { id: /no, author: /by/role, text: /words, at: /when }
      at: { unit: s }
      cursor: { start: "0", from: { last: /no } }
      authors: { customer: [visitor], human: [staff], bot: [robot], system: [notice] }
      ownVisible: true
    leave:
      request: { method: POST, path: "/cases/{contact}/leave" }
  agent:
    session:
      request: { method: POST, path: /staff/login, form: { name: "{agent}", key: "{secret:agent-key}" } }
      cookies: true
    next:
      request: { method: GET, path: "/staff/waiting?queue={lane}" }
      items: /waiting
      each: { contact: /number, ref: /ref, waitingSince: /since }
      at: { unit: s }
    claim:
      request: { method: POST, path: "/staff/cases/{contact}/take" }
      idempotency: { header: Idempotency-Key }
    reply:
      request: { method: POST, path: "/staff/cases/{contact}/posts", form: { words: "{text}" } }
      idempotency: { header: Idempotency-Key }
      message: /post/no
    resolve:
      request: { method: POST, path: "/staff/cases/{contact}/close" }
  export:
    contacts:
      request: { method: GET, path: "/staff/cases?from={cursor}" }
      items: /cases
      each: { contact: /number, ref: /ref, state: /status, openedAt: /opened, resolvedAt: /closed, reopens: /reopened }
      states: { waiting: [new], claimed: [taken], answered: [open], resolved: [closed] }
      cursor: { from: { count: true } }
      at: { unit: s }
`;

/** A whole target file of that desk. */
export const httpTargetText = (change: (section: string) => string = (section) => section): string =>
  targetText({ more: change(HTTP_SECTION) });
