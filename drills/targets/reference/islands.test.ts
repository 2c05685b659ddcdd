import { generateKeyPairSync, sign } from "node:crypto";
import olpc from "@tufjs/canonical-json";
import { beforeAll, expect, test } from "vitest";
import type { HttpResponse } from "../../../core/contract/ports.ts";
import { nodeCrypto } from "../../../harness/ports/node-ports.ts";
import { createReferenceIslands } from "./islands.ts";
import { trustedKeys } from "./trusted-keys.ts";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
let trusted: Awaited<ReturnType<typeof trustedKeys>>;
beforeAll(async () => {
  trusted = await trustedKeys(["not a key", pem], nodeCrypto);
});

const envelope = (part: object = {}): string => {
  const signed = {
    _type: "island",
    spec_version: "1.0",
    version: 4,
    expires: "2026-11-25T10:10:00Z",
    event: "drop",
    approved_by: "A. Person",
    answers: [{ intent: "stock", answer: "12 are left.", cues: [["stock"]] }],
    ...part,
  };
  const sig = sign("sha256", Buffer.from(olpc.canonicalize(signed), "utf8"), privateKey).toString("hex");
  return JSON.stringify({ signed, signatures: [{ keyid: [...trusted.keys()][0], sig }] });
};

const read = (answer: Partial<HttpResponse>, verify = true) =>
  createReferenceIslands({
    http: { send: async () => ({ status: 200, headers: {}, body: "", ...answer }) },
    clock: { now: () => NOW },
    crypto: nodeCrypto,
    pops: { "pop-a": "http://127.0.0.1" },
    event: "drop",
    trusted,
    requestTimeoutMs: 1000,
  }).read("pop-a", verify);

test("keys that are none are left out", () => {
  expect(trusted.size).toBe(1);
});

test("reads version, key, cache status and a good signature", async () => {
  const headers = { "cache-status": "pop-a; hit" };
  expect(await read({ headers, body: envelope() })).toEqual({
    status: 200,
    version: 4,
    keyId: [...trusted.keys()][0],
    cacheStatus: "pop-a; hit",
    signatureGood: true,
    island: JSON.parse(envelope()).signed,
  });
  expect((await read({ body: envelope() }, false)).signatureGood).toBeNull();
});

test.each([
  ["one letter changed", () => envelope().replace("12 are left", "13 are left")],
  ["another event's island", () => envelope({ event: "winter-drop" })],
  ["expired", () => envelope({ expires: "2026-11-25T09:59:59Z" })],
  [
    "an answer about one's own order",
    () => envelope({ answers: [{ intent: "order-held", answer: "x", cues: [["x"]] }] }),
  ],
  ["half a body", () => envelope().slice(0, 100)],
  ["an error with 200", () => '{"error":"no"}'],
  ["a page", () => "<html></html>"],
])("%s is not good, whoever signed it", async (_name, body) => {
  expect(await read({ body: body() })).toMatchObject({ status: 200, signatureGood: false });
});

test("an absent island is not good either, and odd words of a target's do not reach the record whole", async () => {
  expect(await read({ status: 503, body: envelope() })).toMatchObject({
    status: 503,
    version: null,
    signatureGood: false,
  });
  const odd = await read({
    headers: { "cache-status": "x".repeat(10_000) },
    body: JSON.stringify({ signed: { version: 1e300 }, signatures: [{ keyid: "k".repeat(10_000) }] }),
  });
  expect([odd.version, odd.keyId?.length, odd.cacheStatus?.length]).toEqual([null, 200, 200]);
});
