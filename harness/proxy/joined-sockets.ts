import { type Socket, connect } from "node:net";
import type { Writable } from "node:stream";
import type { ToxicDirection } from "../../core/schema/toxic.ts";
import { type Cut, Flow } from "./flow.ts";
import type { ProxyTime } from "./proxy-time.ts";
import { Arrivals, pump } from "./pump.ts";
import type { RequestLine } from "./route-pattern.ts";
import { endSoftly, reset } from "./socket-end.ts";
import type { ToxicRack } from "./toxic-rack.ts";
import type { Upstream } from "./upstream.ts";

/** What has been written is with the kernel. */
const flushed = (sink: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (sink.destroyed || sink.writableLength === 0) resolve();
    else sink.write("", () => resolve());
  });

/**
 * Joins a client's socket with a new one to `upstream`, byte for byte, as one flow. Half-closes and resets of one side
 * are passed to the other; an upstream that refuses is a reset for the client.
 * @param upgrade the request that this began with, when it is an HTTP upgrade, and what may answer it here
 */
export function joinSockets(
  client: Socket,
  upstream: Upstream,
  parts: { rack: ToxicRack; time: ProxyTime; track: (socket: Socket) => void },
  upgrade: { line: RequestLine; refuses: (flow: Flow) => boolean } | null = null,
): void {
  let server: Socket | null = null;
  const flow = new Flow(parts.time, upgrade?.line ?? null, (how: Cut) => {
    const end = how === "reset" ? reset : endSoftly;
    end(client);
    if (server !== null) end(server);
  });
  client.on("error", () => undefined);
  parts.rack.open(flow);
  if (flow.closed || upgrade?.refuses(flow) === true) return;
  server = connect({ host: upstream.host, port: upstream.port, allowHalfOpen: true });
  parts.track(server);
  server.setNoDelay(true);
  client.setNoDelay(true);
  let open = 2;
  for (const socket of [client, server])
    socket.once("close", () => {
      open -= 1;
      if (open === 0) flow.close();
    });
  const carry = async (from: Socket, to: Socket, direction: ToxicDirection): Promise<void> => {
    const end = await pump(new Arrivals(from, flow), to, flow, direction);
    if (end === "ended") to.end();
    if (end !== "broken") return;
    await flushed(to);
    flow.cut("reset");
  };
  void carry(client, server, "upstream");
  void carry(server, client, "downstream");
}
