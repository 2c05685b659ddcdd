import { connect, createServer } from "node:net";
import { once } from "node:events";
import { request } from "node:http";
import { expect, test } from "vitest";
import { k6Hosts, pinnedLookup, type Pin } from "./pins.ts";

const pin = (host: string, port: number, ...addresses: string[]): Pin => ({ host, port, addresses });

test("k6 is told where each name leads, with ports and brackets, and nothing of plain addresses", () => {
  expect(
    k6Hosts([
      pin("desk.example", 443, "192.0.2.7", "192.0.2.9"),
      pin("six.example", 8080, "2001:db8::1"),
      pin("127.0.0.1", 80, "127.0.0.1"),
    ]),
  ).toEqual({ "desk.example:443": "192.0.2.7:443", "six.example:8080": "[2001:db8::1]:8080" });
});

test("requests and sockets of Node go to the pin, and a name without one goes nowhere", async () => {
  const seen: string[] = [];
  const server = createServer((socket) => {
    socket.once("data", (data) => {
      seen.push(/host: (.*)\r/i.exec(data.toString())?.[1] ?? "none");
      socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const lookup = pinnedLookup([pin("desk.example", port, "127.0.0.1")]);
    const [response] = await once(request({ host: "desk.example", port, lookup }).end(), "response");
    response.resume();
    expect([response.statusCode, seen]).toEqual([204, [`desk.example:${port}`]]);
    const [fault] = await once(connect({ host: "other.example", port, lookup }), "error");
    expect(fault).toMatchObject({ code: "FP-TARGET-018" });
    const [six] = await once(connect({ host: "desk.example", port, lookup, family: 6 }), "error");
    expect(six).toMatchObject({ code: "FP-TARGET-018" });
  } finally {
    server.close();
  }
});
