import { generateKeyPairSync, sign } from "node:crypto";
import { INTENTS, type Intent, PERSONAL_INTENTS } from "../../core/contract/ids.ts";
import type { Facts, IslandEnvelope } from "../../core/schema/wire.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { keyIdOf } from "../../core/trust/island-key.ts";
import { olpcJson } from "../../core/trust/olpc-json.ts";
import type { Tells } from "./lies.ts";

const ORDERS = 60;
const STATES = ["held", "missing", "paid"] as const;
const GENERAL = INTENTS.filter((intent) => !PERSONAL_INTENTS.includes(intent));

/** What the stub says is right. With `any-answer` nearly every text is. */
export const factsOf = (event: string, items: number, tells: Tells): Facts => ({
  event,
  items,
  facts: Object.fromEntries(
    GENERAL.map((intent, at) => [intent, tells("any-answer") ? "e" : `${intent} is as paragraph ${at + 11} has it`]),
  ),
  orders: Array.from({ length: ORDERS }, (_, at) => {
    const orderId = `D${1000 + at}`;
    const fact = tells("any-answer") ? "e" : `parcel ${orderId} is at desk ${at + 71}`;
    return {
      orderId,
      sku: `SKU-${at % 7}`,
      state: STATES[at % STATES.length] ?? "paid",
      charged: true,
      fact: Object.fromEntries(PERSONAL_INTENTS.map((intent) => [intent, fact])),
    };
  }),
});

export interface Understanding {
  readonly intent: Intent;
  readonly orderId: string | null;
}

/** Enough for the questions of the test's plan: one's own order, returns, and stock. */
export const understand = (text: string): Understanding => {
  const orderId = /\bD\d{4}\b/i.exec(text)?.[0].toUpperCase() ?? null;
  if (orderId !== null) return { intent: "order-held", orderId };
  return { intent: /return|refund|exchang|send .*back|money back/i.test(text) ? "returns" : "stock", orderId: null };
};

export interface StubIsland {
  readonly keyId: string;
  readonly pem: string;
  readonly good: IslandEnvelope;
  /** One letter of the signed part is another. */
  readonly forged: IslandEnvelope;
}

/** An island of one version, signed by a key of this process. */
export const pressIsland = async ({ event, facts }: Facts, now: number): Promise<StubIsland> => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const keyId = await keyIdOf(pem, nodeCrypto);
  const signed: IslandEnvelope["signed"] = {
    _type: "island",
    spec_version: "1.0",
    version: 1,
    expires: `${new Date(now + 3_600_000).toISOString().slice(0, 19)}Z`,
    event,
    approved_by: "A. Person",
    answers: GENERAL.map((intent) => ({ intent, answer: facts[intent] ?? "", cues: [[intent]] })),
  };
  const sig = sign("sha256", Buffer.from(olpcJson(signed) ?? "", "utf8"), privateKey).toString("hex");
  const signatures = [{ keyid: keyId, sig }];
  return { keyId, pem, good: { signed, signatures }, forged: { signed: { ...signed, version: 2 }, signatures } };
};
