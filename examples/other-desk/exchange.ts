import type { IncomingMessage, ServerResponse } from "node:http";

/** Largest body that the house reads, bytes. */
const MOST_BODY_BYTES = 64 * 1024;

/** One request, taken apart. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | null;
  readonly cookie: (name: string) => string | null;
  readonly form: URLSearchParams;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the house answers instead; `reason` is one of its own words. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, reason: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.answer = { status, body: { trouble: { reason, message } }, headers };
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > MOST_BODY_BYTES)
      throw new Refusal(413, "too_long", "A post has at most 64 KiB.", { connection: "close" });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
};

/** @throws Refusal for a body that is no form */
export const readAsked = async (request: IncomingMessage): Promise<Asked> => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://house.invalid");
  const header = (name: string): string | null => {
    const value = request.headers[name];
    return typeof value === "string" ? value : null;
  };
  const body = await bodyOf(request);
  if (body !== "" && header("content-type")?.split(";", 1)[0]?.trim() !== "application/x-www-form-urlencoded")
    throw new Refusal(415, "forms_only", "This house reads forms: application/x-www-form-urlencoded.");
  return {
    method: request.method ?? "GET",
    path: pathname,
    query: searchParams,
    header,
    cookie: (name) => {
      const pair = header("cookie")
        ?.split(";")
        .map((one) => one.trim().split("="))
        .find(([key]) => key === name);
      return pair?.[1] ?? null;
    },
    form: new URLSearchParams(body),
  };
};

export const sendAnswer = (response: ServerResponse, { status, body, headers }: Answer): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
};

/** One way through the house: `path` with `:number` for a case. */
export interface Way {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  readonly answer: (asked: Asked, number: number) => Answer;
}

/** @throws Refusal for a path that is none, and for a method that it does not take */
export const answerBy = (ways: readonly Way[], asked: Asked): Answer => {
  const there = ways.filter(({ path }) => path.test(asked.path));
  const way = there.find(({ method }) => method === asked.method);
  if (there.length === 0) throw new Refusal(404, "no_such_place", "There is nothing at this path.");
  if (way === undefined)
    throw new Refusal(405, "not_so", "This path is not asked so.", {
      allow: there.map(({ method }) => method).join(", "),
    });
  return way.answer(asked, Number(way.path.exec(asked.path)?.[1] ?? 0));
};

/** A whole number in a query or form, from 0; `fallback` where it is not there. @throws Refusal for anything else */
export const countIn = (from: URLSearchParams, name: string, fallback: number): number => {
  const text = from.get(name);
  if (text === null || text === "") return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(422, "no_number", `${name} is a whole number.`);
  return Number(text);
};

/** A text of a form that must be there. @throws Refusal */
export const wordsIn = (form: URLSearchParams, name: string): string => {
  const text = form.get(name) ?? "";
  if (text.trim() === "") throw new Refusal(422, "missing", `${name} is missing in the form.`);
  return text;
};
