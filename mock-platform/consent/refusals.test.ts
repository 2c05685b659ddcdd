import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MessagePage } from "../../core/schema/wire.ts";
import type { ProblemCode } from "../http/problems.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { forgedProof, otherSpellings, type ProofParts, withOtherSignature } from "../testing/forged-proof.ts";
import { newSessionKey } from "../testing/node-crypto-port.ts";
import { collectLog } from "../testing/log-lines.ts";
import { ask, expectProblem, type RawAnswer } from "../testing/raw-http.ts";
import { TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
let customer: TestCustomer;
const log = collectLog();
let aheadMs = 0;
beforeAll(async () => {
  stack = await startStack({
    ...{ orders: 50, logLevel: "trace", timeFactor: 50 },
    clock: { now: () => Date.now() + aheadMs },
    log,
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  aheadMs = 0;
  customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  expect((await customer.open()).status).toBe(201);
});

const url = (): string => `${customer.pop}/v1/contacts/${customer.contactId}/messages`;
const token = (): string => customer.token ?? expect.fail("no token");
const proof = (parts: Partial<ProofParts> = {}): Promise<string> =>
  forgedProof(customer.key, { method: "GET", url: url(), token: token(), ...parts });
const read = (dpop: string, given: string = token()): Promise<RawAnswer> =>
  ask(`${url()}?after=0`, { headers: { authorization: `DPoP ${given}`, dpop } });

describe("a proof of possession", () => {
  test("that is good opens the door, once", async () => {
    const good = await proof();
    const answer = await read(good);
    expect(answer.status).toBe(200);
    const page: MessagePage = JSON.parse(answer.text);
    expect(page.messages).toHaveLength(2);
    expectProblem(await read(good), "proof-replayed");
    expectProblem(await read(withOtherSignature(good)), "proof-replayed", "with its other signature");
    for (const [what, other] of Object.entries(otherSpellings(good)))
      expectProblem(await read(other), "bad-proof", what);
  });

  test("that comes many times at once passes once", async () => {
    const good = await proof();
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await read(good)).status));
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 7 }, () => 401)]);
  });

  test("is a header of which there is one", async () => {
    const [one, two] = [await proof(), await proof()];
    expectProblem(await read(`${one}, ${two}`), "bad-proof");
    expect((await read(one)).status).toBe(200);
  });

  const nowSec = (): number => Math.floor(Date.now() / 1000);
  const bad: Readonly<Record<string, () => Promise<Partial<ProofParts>> | Partial<ProofParts>>> = {
    "by another key": async () => ({ header: { jwk: (await newSessionKey()).publicJwk } }),
    "by the token's key, signed by another": async () => ({ signer: await newSessionKey() }),
    "for another contact": () => ({ url: url().replace(customer.contactId, "c_other") }),
    "for the other PoP": () => ({ url: url().replace(customer.pop, stack.pops["pop-b"] ?? "") }),
    "for the origin": () => ({ url: url().replace(customer.pop, stack.origin) }),
    "for another scheme": () => ({ url: url().replace("http", "https") }),
    "for another host": () => ({ url: url().replace("127.0.0.1", "127.0.0.2") }),
    "with the query in its address": () => ({ url: `${url()}?after=0` }),
    "with a slash behind its address": () => ({ url: `${url()}/` }),
    "with only a path": () => ({ url: url().replace(customer.pop, "") }),
    "for another method": () => ({ method: "POST" }),
    "for the method in small letters": () => ({ method: "get" }),
    "5 minutes old": () => ({ claims: { iat: nowSec() - 300 } }),
    "5 minutes ahead": () => ({ claims: { iat: nowSec() + 300 } }),
    "in milliseconds": () => ({ claims: { iat: Date.now() } }),
    "of no time": () => ({ claims: { iat: undefined } }),
    "of a time in words": () => ({ claims: { iat: String(nowSec()) } }),
    "of an endless time": () => ({ claims: { iat: 1e308 } }),
    "without an id": () => ({ claims: { jti: undefined } }),
    "with an empty id": () => ({ claims: { jti: "" } }),
    "with an id that is too long": () => ({ claims: { jti: "x".repeat(129) } }),
    "without the token's digest": () => ({ token: null }),
    "with another token's digest": () => ({ token: `${token()}x` }),
    "with a digest that is no text": () => ({ claims: { ath: null } }),
    "of another type": () => ({ header: { typ: "JWT" } }),
    "of no type": () => ({ header: { typ: undefined } }),
    "under no algorithm": () => ({ header: { alg: "none" } }),
    "under a secret's algorithm": () => ({ header: { alg: "HS256" } }),
    "without a key": () => ({ header: { jwk: undefined } }),
    "with a private key": () => ({ header: { jwk: { ...customer.key.publicJwk, d: "A".repeat(43) } } }),
    "with a key that is no point": () => ({ header: { jwk: { ...customer.key.publicJwk, y: "A".repeat(43) } } }),
    "with a key of another curve": () => ({ header: { jwk: { ...customer.key.publicJwk, crv: "P-384" } } }),
    "with a key spelled otherwise": () => ({
      header: { jwk: { ...customer.key.publicJwk, x: `${customer.key.publicJwk.x}=` } },
    }),
    "with more than 2048 characters": () => ({ claims: { more: "x".repeat(2048) } }),
  };
  test.each(Object.entries(bad))("%s is refused", async (_what, parts) => {
    expectProblem(await read(await proof(await parts())), "bad-proof");
    expect((await read(await proof())).status).toBe(200);
  });

  test.each([
    ["nothing", ""],
    ["one part", "abc"],
    ["two parts", "e30.e30"],
    ["three empty objects", "e30.e30.AA"],
    ["null", "bnVsbA.bnVsbA.AA"],
    ["lists", "W10.W10.AA"],
    ["no JSON", "YWJj.YWJj.AA"],
    ["text that is no UTF-8", "_w._w.AA"],
    ["four parts", "e30.e30.AA.AA"],
  ])("that is %s is refused", async (_what, text) => {
    expectProblem(await read(text), "bad-proof");
  });

  test.each([59, -59])("of a clock %i s off still passes", async (offSec) => {
    expect((await read(await proof({ claims: { iat: nowSec() + offSec } }))).status).toBe(200);
  });

  test("with a signature in DER, cut, empty or of zeros is refused", async () => {
    const [head, body, tail = ""] = (await proof()).split(".");
    const raw = Buffer.from(tail, "base64url");
    const der = Buffer.concat([
      Buffer.from([0x30, 0x44, 2, 32]),
      raw.subarray(0, 32),
      Buffer.from([2, 32]),
      raw.subarray(32),
    ]);
    for (const signature of [der, raw.subarray(0, 63), Buffer.alloc(0), Buffer.alloc(64)])
      expectProblem(await read([head, body, signature.toString("base64url")].join(".")), "bad-proof");
  });
});

describe("a consent token", () => {
  const readWith = async (given: string): Promise<RawAnswer> => read(await proof({ token: given }), given);

  test("has one spelling: every other is refused, though its proof is good", async () => {
    expect((await readWith(token())).status).toBe(200);
    const spellings = Object.entries(otherSpellings(token()));
    expect(spellings.length).toBeGreaterThan(12);
    for (const [what, given] of spellings) expectProblem(await readWith(given), "bad-token", what);
    expect((await readWith(token())).status).toBe(200);
  });

  test("with something around it is refused", async () => {
    const dpop = (): Promise<string> => proof();
    for (const authorization of [
      `DPoP ${token()} x`,
      `DPoP  ${token()}`,
      `DPoP ${token()} ${token()}`,
      `DPoP x ${token()}`,
    ])
      expectProblem(
        await ask(url(), { headers: { authorization, dpop: await dpop() } }),
        "bad-token",
        authorization.slice(0, 8),
      );
    for (const authorization of ["DPoP", "dpop", token(), `Bearer ${token()}`])
      expectProblem(
        await ask(url(), { headers: { authorization, dpop: await dpop() } }),
        "no-token",
        authorization.slice(0, 8),
      );
  });

  test("of other claims, another key or no signature is refused", async () => {
    const [head = "", body = "", tail = ""] = token().split(".");
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(body, "base64url").toString());
    const coded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const header: Record<string, unknown> = JSON.parse(Buffer.from(head, "base64url").toString());
    const foreign = await startStack({ orders: 1 });
    const stranger = await TestCustomer.at(foreign.pops["pop-a"] ?? "", customer.key);
    await stranger.open();
    await foreign.close();
    const forged = {
      "a longer life": [head, coded({ ...claims, exp: 9_999_999_999 }), tail].join("."),
      "another session": [head, coded({ ...claims, sub: "s_other" }), tail].join("."),
      "no algorithm": [coded({ ...header, alg: "none" }), body, ""].join("."),
      "no algorithm, signed": [coded({ ...header, alg: "none" }), body, tail].join("."),
      "another type": [coded({ ...header, typ: "JWT" }), body, tail].join("."),
      "another stack's": stranger.token ?? "",
      "a proof in its place": await proof(),
      "4097 characters": `${token()}${"A".repeat(4097)}`,
    };
    for (const [what, given] of Object.entries(forged)) expectProblem(await readWith(given), "bad-token", what);
  });

  test("is not enough for another customer's key", async () => {
    const thief = await newSessionKey();
    const stolen = await forgedProof(thief, { method: "GET", url: url(), token: token() });
    expectProblem(await read(stolen), "bad-proof");
  });

  test("ends with its time", async () => {
    const [, body = ""] = token().split(".");
    const { exp }: { exp: number } = JSON.parse(Buffer.from(body, "base64url").toString());
    const at = async (sec: number): Promise<RawAnswer> => {
      aheadMs = sec * 1000 - Date.now();
      return read(await proof({ claims: { iat: sec } }));
    };
    expect((await at(exp - 2)).status).toBe(200);
    expectProblem(await at(exp + 1), "token-expired");
  });

  test("is dead in every spelling once the consent is withdrawn", async () => {
    const { consentId } = customer;
    const other = withOtherSignature(token());
    expect((await readWith(other)).status).toBe(200);
    expect((await customer.call("DELETE", `/v1/consents/${consentId}`)).status).toBe(204);
    expectProblem(await readWith(token()), "consent-withdrawn");
    expectProblem(await readWith(other), "consent-withdrawn");
    for (const [what, given] of Object.entries(otherSpellings(token())))
      expectProblem(await readWith(given), "bad-token", what);
  });
});

describe("another customer's things", () => {
  const paths: [string, string, unknown, ProblemCode][] = [
    ["GET", "/v1/contacts/{c}/messages", undefined, "not-your-contact"],
    ["POST", "/v1/contacts/{c}/messages", { clientMessageId: "x", text: "mine?" }, "not-your-contact"],
    ["POST", "/v1/contacts/{c}/ticket", {}, "not-your-contact"],
    ["POST", "/v1/contacts/{c}/signals", { kind: "left" }, "not-your-contact"],
    ["DELETE", "/v1/consents/{k}", undefined, "not-your-consent"],
  ];
  test.each(paths)("%s %s is refused, and so is what is not there", async (method, path, body, code) => {
    const stranger = await TestCustomer.at(customer.pop);
    await stranger.open();
    const at = (contactId: string, consentId: string): string =>
      path.replace("{c}", contactId).replace("{k}", consentId);
    expect(await stranger.call(method, at(customer.contactId, customer.consentId), body)).toMatchObject({
      body: { code },
    });
    for (const id of ["c_unknown", "__proto__", "constructor", "%00", "..", "x".repeat(64)])
      expect(await stranger.call(method, at(id, id), body), id).toMatchObject({
        status: 404,
        body: { code: "not-found" },
      });
    expect((await customer.page<MessagePage>()).body.messages).toHaveLength(2);
  });
});

test("nothing of this is in the stack's log", () => {
  expect(log.text()).not.toBe("");
  expect(log.text()).not.toMatch(/ey[A-Za-z0-9_-]{20,}/);
  expect(log.text()).not.toMatch(/"level":50/);
});
