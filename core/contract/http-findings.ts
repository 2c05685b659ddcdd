/**
 * Codes of what a desk that is spoken to through a mapping did wrong, or of what was not sent to it; they stand in a
 * Fault beside the HTTP status. A closed list: what each says, and what to mend.
 */
export const HTTP_FINDINGS = {
  "no-answer": "No answer came: refused, reset, or none in time.",
  redirect: "The answer was a redirect; none is followed. Map the address where it leads.",
  "html-for-json": "The answer was a page (HTML) where JSON was expected: a wrong path, or a login page.",
  "bad-json": "The answer was no JSON, or broke off half-way.",
  "body-too-large": "The answer had more than 2 MB and was not read.",
  "error-in-200": "The answer was a success by its status and an error by its body.",
  "missing-value": "A value that the mapping reads was not in the answer: the JSON pointer misses.",
  "bad-id": "An id was no text or number, or empty, or longer than 128 characters.",
  "id-type-changed": "Ids were numbers once and texts then; they are compared as texts.",
  "bad-message": "A message had no text, or one of more than 64 kB.",
  "unknown-author": "A message was of an author whom `authors` does not list; it counted as no reply.",
  "bad-stamp": "A stamp could not be read in the unit that the mapping says.",
  "stamp-in-future": "A stamp lay in the future: the desk's clock, or ours, is off.",
  "too-many-items": "A page had more than 500 items; the others were not read.",
  "too-many-replies": "More than 1000 messages or 5 MB came for one contact; nothing more was read.",
  "cursor-stuck": "The same page came again and again: the cursor does not move.",
  "accepted-not-visible": "The customer's own words were accepted and never showed.",
  "secret-echoed": "The answer held a secret that was sent; it was masked.",
  "socket-not-open": "The socket did not open in time.",
  "socket-silent": "The socket was open and said nothing while polls had news.",
  "socket-given-up": "The socket broke three times on end; polls took its place.",
  "rate-limited": "The desk refused with 429 and said how long to stay away.",
  "rate-limited-no-retry-after": "The desk refused with 429 and did not say how long to stay away.",
  "limit-reached": "Not sent: the desk's published limit left no room in time.",
  "unsafe-value": "Not sent: a value cannot stand where its template puts it.",
  "no-value": "Not sent: a value that the path needs was not there.",
  "not-repeated": "Not sent: the answer to the same request was lost, and the mapping names no idempotency.",
  "not-mapped": "Not sent: the mapping has no such request.",
} as const;

export type HttpFindingCode = keyof typeof HTTP_FINDINGS;
