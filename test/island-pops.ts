import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import olpc from "@tufjs/canonical-json";
import { onTestFinished } from "vitest";
import type { Island } from "../core/schema/wire.ts";
import { islandKeyOf, keyIdOf } from "../core/trust/island-key.ts";
import { nodeCrypto } from "../harness/ports/node-ports.ts";
import { publicPem } from "../mock-platform/runtime/stack-keys.ts";

/** One island with a long life, of the plan that recorded runs were made under. */
export const islandOf = (event: string, part: Partial<Island> = {}): Island => ({
  ...{ _type: "island", spec_version: "1.0", version: 4, expires: "2099-01-01T00:00:00Z", event },
  approved_by: "A. Person",
  answers: [{ intent: "stock", answer: "12 are left.", cues: [["stock"]] }],
  ...part,
});

export const newIslandKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

export const islandKeyId = (key: KeyObject): Promise<string> => keyIdOf(publicPem(key), nodeCrypto);

export interface PopState {
  island: Island;
  key: KeyObject;
  /** It answers nothing: connections are cut. */
  away: boolean;
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Two PoPs and an operations port that trusts the keys of both as they are now; what they serve may change at any time.
 * `asked` has method and path of each request.
 */
export async function openIslandPops(island: Island, key: KeyObject) {
  const asked: string[] = [];
  const states = { "pop-a": { island, key, away: false }, "pop-b": { island, key, away: false } };
  const pop = (state: PopState): Promise<string> =>
    listening(async (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (state.away) return void request.socket.destroy();
      const signature = sign("sha256", Buffer.from(olpc.canonicalize(state.island), "utf8"), state.key).toString("hex");
      const signatures = [{ keyid: await islandKeyId(state.key), sig: signature }];
      response.end(JSON.stringify({ signed: state.island, signatures }));
    });
  const pops = { "pop-a": await pop(states["pop-a"]), "pop-b": await pop(states["pop-b"]) };
  const ops = await listening(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const keys: Record<string, unknown> = {};
    for (const { key: each } of Object.values(states)) keys[await islandKeyId(each)] = islandKeyOf(publicPem(each));
    response.end(JSON.stringify({ keys }));
  });
  return { states, pops, ops, asked };
}
