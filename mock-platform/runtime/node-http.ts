import { Agent, request as httpRequest } from "node:http";
import type { Http, HttpRequest, HttpResponse } from "../../core/contract/ports.ts";

/** Answers of parts of the stack to each other are small; what is larger is not read. */
const MOST_ANSWER_BYTES = 64 * 1024;

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "request-failed";
const failed = (error: string): HttpResponse => ({ status: 0, headers: {}, body: "", error });

const exchange = (agent: Agent, { method, url, headers, body, timeoutMs }: HttpRequest): Promise<HttpResponse> =>
  new Promise((resolve) => {
    const limit = AbortSignal.timeout(Math.max(1, Math.round(timeoutMs)));
    const asked = httpRequest(url, { method, headers, agent, signal: limit });
    asked.on("error", (error) => resolve(failed(limit.aborted ? "timeout" : codeOf(error))));
    asked.on("response", (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on("data", (part: Buffer) => {
        size += part.length;
        if (size > MOST_ANSWER_BYTES) asked.destroy();
        else parts.push(part);
      });
      answer.on("error", (error) => resolve(failed(limit.aborted ? "timeout" : codeOf(error))));
      answer.on("close", () => {
        // Half a body is no answer, whatever its status said.
        if (!answer.complete) return resolve(failed(size > MOST_ANSWER_BYTES ? "too-large" : "cut"));
        const kept = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]);
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(kept), body: text });
      });
    });
    asked.end(body);
  });

/** The Http port over Node, for parts of the stack that call each other; see `Http` for its manners. */
export const openNodeHttp = (): Http & { close(): void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  return { send: (request) => exchange(agent, request), close: () => agent.destroy() };
};
