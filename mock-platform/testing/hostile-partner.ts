import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

const good = (caseId: string, matterId: string): string =>
  JSON.stringify({
    ...{ caseId, matterId, state: "settled", outcome: "released" },
    ...{ openedAt: 1_800_000_000_000, settledAt: 1_800_000_000_000 },
  });
const whole = (body: string, status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** What a partner may answer about case `k1` of matter `m1`, as bytes; null for nothing at all. */
export const HOSTILE_ANSWERS = {
  "a good answer": whole(good("k1", "m1")),
  garbage: whole("<html>It works!</html>"),
  "an empty body": whole(""),
  "half a body": whole(good("k1", "m1")).slice(0, -20),
  "closed in mid-body": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{"caseId":"k1","m`,
  "200 with an error inside": whole(JSON.stringify({ error: "out of stock of patience", code: 17 })),
  "another case's id": whole(good("k2", "m1")),
  "another matter's id": whole(good("k1", "m2")),
  "settled without an outcome": whole(good("k1", "m1").replace('"released"', "null")),
  "a field too many": whole(good("k1", "m1").replace("{", '{"x":1,')),
  "nothing at all": null,
  "no HTTP": "SSH-2.0-OpenSSH_9.2\r\n",
  "a server error": whole("{}", "500 Internal Server Error"),
  "a flood": whole(`"${"x".repeat(200_000)}"`),
  "a refusal with a date": whole("{}", "503 Service Unavailable").replace(
    "content-type",
    `retry-after: Wed, 21 Oct 2099 07:28:00 GMT\r\ncontent-type`,
  ),
  "a refusal that says nonsense": whole("{}", "429 Too Many Requests").replace(
    "content-type",
    "retry-after: soon\r\ncontent-type",
  ),
} as const satisfies Readonly<Record<string, string | null>>;

export type HostileAnswer = keyof typeof HOSTILE_ANSWERS;

/** A server that gives one answer to everybody and hangs up, or says nothing. */
export const openHostilePartner = async (
  answer: HostileAnswer,
): Promise<{ readonly address: string; close(): Promise<void> }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      const bytes = HOSTILE_ANSWERS[answer];
      if (bytes !== null) socket.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
