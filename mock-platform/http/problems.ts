/** The closed table of problems that the stack answers with (RFC 9457); `code` is the stable part. */
export const PROBLEMS = {
  "bad-request": { status: 400, title: "The request is not what the contract says." },
  "bad-json": { status: 400, title: "The body is not valid JSON." },
  "agent-unnamed": { status: 400, title: "Only a named agent can do this; say who in the header agent-id." },
  "bad-cursor": { status: 400, title: "The cursor was not made here, or for another transcript." },
  "as-of-in-future": { status: 400, title: "asOf lies in the future." },
  "no-token": { status: 401, title: "A consent token and its proof of possession are needed." },
  "bad-token": { status: 401, title: "The consent token is not valid." },
  "token-expired": { status: 401, title: "The consent token has expired." },
  "bad-proof": { status: 401, title: "The proof of possession is not valid." },
  "proof-replayed": { status: 401, title: "This proof of possession was used before." },
  "bad-bearer": { status: 401, title: "A valid bearer is needed." },
  "bad-ticket": { status: 401, title: "The ticket is unknown, used or expired." },
  "bad-webhook": { status: 401, title: "The callback is not signed as it should be, or too old." },
  "bad-follow-up": { status: 401, title: "The follow-up token is not valid." },
  "no-session": { status: 401, title: "The key has no session here; open one first." },
  "consent-withdrawn": { status: 403, title: "The customer withdrew this consent." },
  "session-ended": {
    status: 403,
    title: "The session of this key ended when its consent was withdrawn; use a fresh key.",
  },
  "purpose-missing": { status: 403, title: "The customer did not consent to this purpose." },
  "not-your-contact": { status: 403, title: "The contact belongs to another session." },
  "not-your-consent": { status: 403, title: "The consent belongs to another session." },
  "not-your-message": { status: 403, title: "The message was written by another agent." },
  "not-your-promise": { status: 403, title: "The promise has another owner." },
  "not-found": { status: 404, title: "There is no such thing here." },
  "unknown-agent": { status: 404, title: "No agent of that name is on the roster; presence begins a shift." },
  "fault-unknown": { status: 404, title: "No fault of that id was ever in force here, as far back as is remembered." },
  "method-not-allowed": { status: 405, title: "This cannot be done here." },
  "contact-not-waiting": { status: 409, title: "The contact does not wait; another agent may have taken it." },
  "contact-not-claimed": { status: 409, title: "No agent has claimed the contact." },
  "contact-open": { status: 409, title: "The contact is open; only a resolved one can be reopened." },
  "contact-resolved": { status: 409, title: "The contact is resolved." },
  "contact-held": { status: 409, title: "Another agent holds the contact." },
  "contact-reserved": { status: 409, title: "The contact waits for a group that the agent is not of." },
  "reopen-window-closed": {
    status: 409,
    title: "The contact was resolved too long ago to be reopened; open a new one.",
  },
  "agent-not-available": { status: 409, title: "The agent is on a break or off shift." },
  "agent-slots-full": { status: 409, title: "The agent holds as many contacts as they have slots." },
  "not-editable": { status: 409, title: "This message cannot be changed that way." },
  "already-moderated": { status: 409, title: "The message was taken away before." },
  "promise-ended": { status: 409, title: "The promise has ended already." },
  "no-order-trouble": { status: 409, title: "The contact's order has no trouble that the partner could settle." },
  "too-many-attachments": { status: 409, title: "The session has put as many files as it may." },
  "fault-differs": { status: 409, title: "The id stands for another fault." },
  "fault-lapsed": { status: 409, title: "The fault has ended, and what has ended is not renewed." },
  "partner-elsewhere": { status: 409, title: "The partner is a process of its own; this stack cannot break it." },
  "too-many-faults": { status: 409, title: "As many faults are in force as the stack holds." },
  "too-large": { status: 413, title: "The text or the body is too large." },
  "wrong-media-type": { status: 415, title: "The body is not of the media type that belongs here." },
  "attachment-type": { status: 415, title: "The file is no PNG, JPEG, WebP or PDF, whatever it is called." },
  misdirected: { status: 421, title: "This listener does not answer for that host." },
  "key-reused": { status: 422, title: "The idempotency key was used before with another request." },
  "due-in-past": { status: 422, title: "A promise cannot be due in the past." },
  "unknown-lane": { status: 422, title: "There is no such lane." },
  "unknown-group": { status: 422, title: "Nobody on shift is of that group." },
  "attachment-empty": { status: 422, title: "The file is empty." },
  "attachment-digest": { status: 422, title: "The bytes are not those of the digest in the address." },
  "attachment-unknown": { status: 422, title: "This session has put no file of that digest." },
  "upgrade-needed": { status: 426, title: "The feed is a WebSocket; open it as one." },
  "too-many-purges": { status: 429, title: "The edge takes no more purges for now; see Retry-After." },
  "partner-busy": { status: 429, title: "The partner takes no more for now; see Retry-After." },
  "headers-too-large": { status: 431, title: "The headers are too large." },
  internal: { status: 500, title: "Something went wrong inside the stack." },
  "log-unavailable": { status: 503, title: "The event log refuses writes; nothing was done." },
  "partner-full": { status: 503, title: "Every place at the partner is taken; see Retry-After." },
  "no-valid-island": { status: 503, title: "There is no valid island to serve." },
  "origin-down": { status: 503, title: "The origin is down by a fault of the fault port." },
  closing: { status: 503, title: "The stack is closing." },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
}

/** Thrown by services and hooks; the one error handler makes an RFC 9457 answer of it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string) {
    super(PROBLEMS[code].title);
    this.name = "Problem";
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.detail = detail;
  }

  body(): ProblemBody {
    const { title, status } = PROBLEMS[this.code];
    return {
      type: `urn:fieldproof:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
    };
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;
