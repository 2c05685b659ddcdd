import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attachment } from "../../core/schema/message-wire.ts";
import type { LogEntry, MessagePage, PostMessageResponse } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, type Problematic, TestCustomer } from "../testing/test-customer.ts";

let folder: string;
let stack: RunningStack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-files-"));
  stack = await startStack({ checkAnswers: true, orders: 5, dataDir: folder });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** The first bytes of a PNG, and noise: different files of one type. */
const png = (size = 64): Buffer =>
  Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(size)]);

const customerAt = async (): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open();
  return customer;
};

const put = async (
  customer: TestCustomer,
  bytes: Uint8Array,
  { name = digest(bytes), type = "application/octet-stream" } = {},
): Promise<{ status: number; body: Attachment & Problematic }> => {
  const url = `${stack.pops["pop-a"]}/v1/attachments/${name}`;
  const headers = {
    dpop: await customer.proof("PUT", url),
    authorization: `DPoP ${customer.token}`,
    "content-type": type,
  };
  const answer = await fetch(url, { method: "PUT", headers, body: Buffer.from(bytes) });
  return { status: answer.status, body: await answer.json() };
};
const say = (customer: TestCustomer, attachments: readonly string[], clientMessageId = "with-file") =>
  customer.call<PostMessageResponse & Problematic>("POST", `/v1/contacts/${customer.contactId}/messages`, {
    clientMessageId,
    text: "Here is what I see.",
    attachments,
  });
const download = (customer: TestCustomer, sha256: string): Promise<Response> =>
  fetch(`${stack.origin}/v1/agent/contacts/${customer.contactId}/attachments/${sha256}`, {
    headers: { authorization: `Bearer ${stack.agentBearer}` },
  });

test("a file is put by its digest, named by a message, and reaches the agent as it was", async () => {
  const customer = await customerAt();
  const bytes = png(300 * 1024);
  const sha256 = digest(bytes);
  const attachment = { sha256, type: "image/png", bytes: bytes.length };
  expect(await put(customer, bytes)).toEqual({ status: 201, body: attachment });
  expect(await put(customer, bytes)).toEqual({ status: 200, body: attachment });
  expect(await readFile(join(folder, "attachments", sha256))).toEqual(bytes);
  const sent = await say(customer, [sha256, sha256]);
  expect(sent.body.message.attachments).toEqual([attachment]);
  expect((await customer.page<MessagePage>()).body.messages.at(-1)?.attachments).toEqual([attachment]);
  const got = await download(customer, sha256);
  expect(got.status).toBe(200);
  expect(got.headers.get("content-type")).toBe("image/png");
  expect(got.headers.get("content-disposition")).toMatch(/^attachment;/);
  expect(got.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
});

test("each type that a message may carry is told by its bytes", async () => {
  const customer = await customerAt();
  const files = [
    [png(), "image/png"],
    [Buffer.from("ffd8ffe000104a464946", "hex"), "image/jpeg"],
    [Buffer.from("RIFF\u0010\u0000\u0000\u0000WEBPVP8 data", "latin1"), "image/webp"],
    [Buffer.from("%PDF-1.7\n%%EOF"), "application/pdf"],
  ] as const;
  for (const [bytes, type] of files) expect((await put(customer, bytes)).body.type).toBe(type);
});

test("what is empty, too large, of a false type or of another digest is refused, and nothing of it is kept", async () => {
  const customer = await customerAt();
  const before = await readdir(join(folder, "attachments")).catch(() => []);
  const code = async (answer: ReturnType<typeof put>): Promise<string> => (await answer).body.code;
  expect(await code(put(customer, Buffer.alloc(0)))).toBe("attachment-empty");
  expect(await code(put(customer, png(20 * 1024 * 1024)))).toBe("too-large");
  expect(await code(put(customer, png(5 * 1024 * 1024)))).toBe("too-large");
  expect(await code(put(customer, Buffer.from("<script>alert(1)</script>")))).toBe("attachment-type");
  expect(await code(put(customer, Buffer.from("MZ\u0090\u0000")))).toBe("attachment-type");
  expect(await code(put(customer, png().subarray(0, 9)))).toBe("attachment-type");
  expect(await code(put(customer, png(), { name: digest(png()) }))).toBe("attachment-digest");
  expect(await code(put(customer, png(), { name: "..%2f..%2fetc" }))).toBe("bad-request");
  expect(await code(put(customer, png(), { type: "image/png" }))).toBe("wrong-media-type");
  expect(await readdir(join(folder, "attachments")).catch(() => [])).toEqual(before);
});

test("a file of another session is unknown, and no agent finds it at a contact that never showed it", async () => {
  const [owner, other] = [await customerAt(), await customerAt()];
  const bytes = png();
  await put(owner, bytes);
  expect((await say(other, [digest(bytes)])).body).toMatchObject({ status: 422, code: "attachment-unknown" });
  expect((await download(owner, digest(bytes))).status).toBe(404);
  const stranger = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  expect((await put(stranger, bytes)).status).toBe(401);
});

test("a moderated message loses its files, a withdrawn consent all of them", async () => {
  const customer = await customerAt();
  const [one, two] = [png(), png()];
  await put(customer, one);
  await put(customer, two);
  const sent = await say(customer, [digest(one)], "m1");
  await say(customer, [digest(two)], "m2");
  const agent = bearerCaller(stack.origin, stack.agentBearer);
  const named = { "agent-id": "ann" };
  await agent("PUT", "/v1/agent/presence", { agentId: "ann", state: "available" });
  const path = `/v1/agent/messages/${sent.body.message.id}?reason=personal-data`;
  expect((await agent("DELETE", path, undefined, named)).status).toBe(200);
  expect((await download(customer, digest(one))).status).toBe(404);
  expect((await download(customer, digest(two))).status).toBe(200);
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  expect(((await (await download(customer, digest(two))).json()) as Problematic).code).toBe("consent-withdrawn");
  expect((await put(customer, png())).body.code).toBe("consent-withdrawn");
});

test("a session may put so many files and no more; the same file in two sessions links them nowhere", async () => {
  const [first, second] = [await customerAt(), await customerAt()];
  const shared = png();
  for (const customer of [first, second]) {
    await put(customer, shared);
    await say(customer, [digest(shared)]);
  }
  for (let count = 1; count < 20; count += 1) expect((await put(first, png())).status).toBe(201);
  expect((await put(first, png())).body.code).toBe("too-many-attachments");
  expect((await put(first, shared)).status).toBe(200);
  const operator = bearerCaller(stack.ops, stack.opsBearer);
  const exported = [
    (await operator<LogEntry[]>("GET", "/export/v1/log")).body,
    (await operator<object[]>("GET", "/export/v1/messages")).body,
  ];
  expect(JSON.stringify(exported)).not.toContain(digest(shared));
  const messages = exported[1] as { attachments?: { commitment: string }[] }[];
  const commitments = messages.flatMap(({ attachments = [] }) => attachments.map(({ commitment }) => commitment));
  expect(commitments.length).toBeGreaterThan(1);
  expect(new Set(commitments).size).toBe(commitments.length);
});

test("files outlive a restart", async () => {
  const customer = await customerAt();
  const bytes = png();
  await put(customer, bytes);
  await say(customer, [digest(bytes)]);
  const { contactId } = customer;
  await stack.close();
  stack = await startStack({ checkAnswers: true, orders: 5, dataDir: folder });
  customer.contactId = contactId;
  expect(Buffer.from(await (await download(customer, digest(bytes))).arrayBuffer())).toEqual(bytes);
});
