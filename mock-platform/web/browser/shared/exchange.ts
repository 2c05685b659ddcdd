import type { ServerClock } from "./server-clock.ts";

export interface Ask {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Address without the origin. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** `status` 0: no answer came. `code` is the problem's, or "no-answer". */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly retryAfterMs: number | null };

const TIMEOUT_MS = 15_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const codeOf = (body: unknown, status: number): string =>
  typeof body === "object" && body !== null && "code" in body && typeof body.code === "string"
    ? body.code
    : `http-${status}`;

const retryAfter = (header: string | null): number | null => {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
};

/** One exchange with the stack that this page came from. Never throws; teaches the clock. */
export const exchange = async (ask: Ask, clock: ServerClock): Promise<Answer> => {
  const { method, path, headers = {}, body, timeoutMs = TIMEOUT_MS, signal } = ask;
  const sentAt = Date.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
    const answered = parsed(await response.text());
    clock.learn(response.headers.get("date"), sentAt);
    if (response.ok) return { ok: true, status: response.status, body: answered };
    const { status } = response;
    return {
      ok: false,
      status,
      code: codeOf(answered, status),
      retryAfterMs: retryAfter(response.headers.get("retry-after")),
    };
  } catch {
    return { ok: false, status: 0, code: "no-answer", retryAfterMs: null };
  }
};

const WORTH_ANOTHER_TRY: readonly number[] = [0, 429, 502, 503, 504];
const TRIES = 4;
const FIRST_PAUSE_MS = 400;

/**
 * Repeats an exchange whose failure may pass: no answer, too many requests, a gateway. Only for what is safe to
 * repeat. The pause doubles, and waits as long as the stack asks for.
 */
export const persistently = async (
  once: () => Promise<Answer>,
  wait: (ms: number) => Promise<void>,
): Promise<Answer> => {
  let answer = await once();
  for (let tried = 1; tried < TRIES && !answer.ok && WORTH_ANOTHER_TRY.includes(answer.status); tried++) {
    await wait(Math.max(FIRST_PAUSE_MS * 2 ** (tried - 1), answer.retryAfterMs ?? 0));
    answer = await once();
  }
  return answer;
};
