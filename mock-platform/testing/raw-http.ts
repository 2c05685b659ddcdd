import { request } from "node:http";
import { connect } from "node:net";
import { expect } from "vitest";
import { problemSchema } from "../../core/schema/wire.ts";
import { PROBLEMS, type ProblemCode } from "../http/problems.ts";

export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as they are; `host` and `content-type` too. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request on a connection of its own, without the corrections that `fetch` makes. */
export const ask = (url: string, { method = "GET", headers = {}, body }: RawRequest = {}): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
      response.on("error", reject);
    });
    asking.on("error", reject);
    asking.end(body);
  });

/** Writes bytes to a port and reads until the other side closes. */
export const exchangeBytes = (url: string, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
    socket.on("error", reject);
  });

/** Holds an answer against RFC 9457 and against the closed table: status, type, title and code belong together. */
export const expectProblem = (answer: RawAnswer, code: ProblemCode, what?: string): void => {
  expect({ status: answer.status, type: answer.type, code: JSON.parse(answer.text || "{}").code }, what).toEqual({
    status: PROBLEMS[code].status,
    type: "application/problem+json",
    code,
  });
  const problem = problemSchema.strict().parse(JSON.parse(answer.text));
  expect(problem, what).toMatchObject({
    type: `urn:fieldproof:problem:${code}`,
    title: PROBLEMS[code].title,
    status: answer.status,
  });
};
