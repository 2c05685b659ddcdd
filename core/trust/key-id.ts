import type { Crypto } from "../contract/ports.ts";
import type { IslandKey } from "../schema/wire.ts";
import { encodeHex } from "./hex.ts";
import { olpcJson } from "./olpc-json.ts";

/** TUF key id (specification section 4.2): SHA-256, hex, of the key object's OLPC canonical JSON. */
export const keyIdOf = async (key: IslandKey, crypto: Pick<Crypto, "sha256" | "utf8">): Promise<string> =>
  encodeHex(await crypto.sha256(crypto.utf8(olpcJson(key) ?? "")));
