import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { admitTarget } from "./admit-target.ts";
import { loadTarget } from "./load-target.ts";
import { makeOperatorKey, readSigningKey, readTrustedKey } from "./operator-key.ts";
import { provePins } from "./pins.ts";
import { targetText } from "./target-example.ts";
import { signTarget } from "./target-signature.ts";

const folder = await mkdtemp(join(tmpdir(), "target-"));
afterAll(() => rm(folder, { recursive: true }));
const keyPath = join(folder, "operator.key");
const { publicPath } = await makeOperatorKey(keyPath);
const NOW = Date.parse("2026-11-25T00:00:00Z");
const LISTED = "[{ host: desk.example, ports: [80], addresses: [192.0.2.0/28] }]";
const OFF = { origin: "http://desk.example", pop: "http://desk.example", hosts: LISTED };

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "admitted",
    (error: unknown) => (error instanceof FieldproofError ? error.code : Promise.reject(error)),
  );

let files = 0;
const written = async (text: string, signed = true): Promise<string> => {
  const path = join(folder, `${files++}.yaml`);
  await writeFile(path, text);
  if (signed) await signTarget(await loadTarget(path), await readSigningKey(keyPath));
  return path;
};

/** Admits under a resolver that must not be asked more than the test expects. */
const admit = async (
  path: string,
  answers: readonly string[] = ["192.0.2.7"],
  trust: string | undefined = publicPath,
) => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return answers;
  };
  const code = await codeOf(admitTarget(path, { trustPath: trust, nowMs: NOW, resolve }));
  return { code, asked };
};

test("a signed file is admitted, each host resolved once and every address kept", async () => {
  const path = await written(targetText(OFF));
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return ["192.0.2.9", "::ffff:192.0.2.3"];
  };
  const { pins, offLoopback } = await admitTarget(path, { trustPath: publicPath, nowMs: NOW, resolve });
  expect([pins, asked, offLoopback]).toEqual([
    [{ host: "desk.example", port: 80, addresses: ["192.0.2.3", "192.0.2.9"] }],
    ["desk.example"],
    true,
  ]);
});

test("this machine needs no signature and no resolver", async () => {
  const path = await written(targetText(), false);
  expect(
    await codeOf(
      admitTarget(path, { trustPath: undefined, nowMs: NOW, resolve: () => Promise.reject(new Error("asked")) }),
    ),
  ).toBe("admitted");
});

test.for<[string, (path: string) => Promise<unknown>, string]>([
  [
    "widened by one host after signing",
    async (path) =>
      writeFile(
        path,
        targetText({
          ...OFF,
          hosts: LISTED.replace("]", "]").replace(
            " }]",
            " }, { host: evil.example, ports: [80], addresses: [192.0.2.1] }]",
          ),
        }),
      ),
    "FP-TARGET-005",
  ],
  ["with one more blank after signing", async (path) => writeFile(path, `${targetText(OFF)} `), "FP-TARGET-005"],
  ["without its signature", async (path) => rm(`${path}.sig`), "FP-TARGET-003"],
  ["whose signature is no JSON", async (path) => writeFile(`${path}.sig`, "{"), "FP-TARGET-004"],
  [
    "whose signature is of another type",
    async (path) =>
      writeFile(`${path}.sig`, (await readFile(`${path}.sig`, "utf8")).replace("target+yaml", "seal+json")),
    "FP-TARGET-004",
  ],
  [
    "whose signature has one bit changed",
    async (path) => {
      const envelope = JSON.parse(await readFile(`${path}.sig`, "utf8"));
      const sig = Buffer.from(envelope.signatures[0].sig, "base64");
      sig.writeUInt8(sig.readUInt8(5) ^ 1, 5);
      await writeFile(
        `${path}.sig`,
        JSON.stringify({ ...envelope, signatures: [{ ...envelope.signatures[0], sig: sig.toString("base64") }] }),
      );
    },
    "FP-TARGET-006",
  ],
  [
    "whose envelope carries the widened bytes",
    async (path) => {
      const bytes = Buffer.from(targetText({ ...OFF, more: "timeFactor: 10" }));
      await writeFile(path, bytes);
      const envelope = JSON.parse(await readFile(`${path}.sig`, "utf8"));
      await writeFile(`${path}.sig`, JSON.stringify({ ...envelope, payload: bytes.toString("base64") }));
    },
    "FP-TARGET-006",
  ],
  [
    "signed by another key under the trusted key's id",
    async (path) => {
      const other = { key: generateKeyPairSync("ed25519").privateKey, id: (await readTrustedKey(publicPath)).id };
      await signTarget(await loadTarget(path), other);
    },
    "FP-TARGET-006",
  ],
])("a file %s is refused before the resolver is asked", async ([, damage, code]) => {
  const path = await written(targetText(OFF));
  await damage(path);
  expect(await admit(path)).toEqual({ code, asked: [] });
});

test("an expired file is refused at its very moment, on this machine, too", async () => {
  const text = (part: object) => targetText({ ...part, expiresAt: "2026-11-25T00:00:00Z" });
  expect((await admit(await written(text(OFF)))).code).toBe("FP-TARGET-007");
  expect((await admit(await written(text({})))).code).toBe("FP-TARGET-007");
  expect((await admit(await written(targetText({ ...OFF, expiresAt: "2026-11-25T00:00:00.001Z" })))).code).toBe(
    "admitted",
  );
});

test("a file off this machine is refused when nobody says whose signature counts", async () => {
  const path = await written(targetText(OFF));
  const resolve = () => Promise.reject(new Error("asked"));
  expect(await codeOf(admitTarget(path, { trustPath: undefined, nowMs: NOW, resolve }))).toBe("FP-TARGET-013");
});

test.for([
  ["an address outside the list", ["192.0.2.16"], "FP-TARGET-009"],
  ["a second address outside the list", ["192.0.2.7", "203.0.113.1"], "FP-TARGET-009"],
  ["this machine, although a listed name", ["127.0.0.1"], "FP-TARGET-009"],
  ["every interface", ["0.0.0.0"], "FP-TARGET-009"],
  ["this machine in IPv6 clothes", ["::ffff:7f00:1"], "FP-TARGET-009"],
  ["a cloud's metadata", ["169.254.169.254"], "FP-TARGET-009"],
  ["no address", [], "FP-TARGET-008"],
  ["a name instead of an address", ["evil.example"], "FP-TARGET-009"],
] as const)("a name that leads to %s is refused", async ([, answers, code]) => {
  expect((await admit(await written(targetText(OFF)), answers)).code).toBe(code);
});

test("localhost must lead to this machine", async () => {
  const path = await written(targetText({ origin: "http://localhost:4100" }), false);
  const under = (answer: string) =>
    codeOf(admitTarget(path, { trustPath: undefined, nowMs: NOW, resolve: async () => [answer] }));
  expect([await under("127.0.0.1"), await under("::1"), await under("192.0.2.7")]).toEqual([
    "admitted",
    "admitted",
    "FP-TARGET-009",
  ]);
});

test("a name that leads elsewhere the second time is refused, one that keeps to its addresses is not", async () => {
  const pins = [{ host: "desk.example", port: 80, addresses: ["192.0.2.3", "192.0.2.9"] }];
  expect(await codeOf(provePins(pins, async () => ["192.0.2.9"]))).toBe("admitted");
  expect(await codeOf(provePins(pins, async () => ["192.0.2.9", "192.0.2.10"]))).toBe("FP-TARGET-010");
});

test("keys: readable by others, missing, of another kind, the wrong half, taken names", async () => {
  const readable = join(folder, "readable.key");
  await makeOperatorKey(readable);
  for (const mode of [0o640, 0o604, 0o620]) {
    await chmod(readable, mode);
    expect(await codeOf(readSigningKey(readable))).toBe("FP-TARGET-011");
  }
  const rsa = join(folder, "rsa.key");
  await writeFile(
    rsa,
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }),
    { mode: 0o600 },
  );
  await writeFile(join(folder, "torn.key"), (await readFile(keyPath, "utf8")).slice(0, 60), { mode: 0o600 });
  expect(await codeOf(readSigningKey(join(folder, "none.key")))).toBe("FP-FILE-001");
  expect(await codeOf(readSigningKey(rsa))).toBe("FP-TARGET-012");
  expect(await codeOf(readSigningKey(join(folder, "torn.key")))).toBe("FP-TARGET-012");
  expect(await codeOf(readTrustedKey(keyPath))).toBe("FP-TARGET-012");
  expect(await codeOf(makeOperatorKey(keyPath))).toBe("FP-FILE-004");
});

test("a host that only hooks call is pinned by a signed file, and by no other", async () => {
  const hooked = "{ host: purge.example, ports: [443], addresses: [192.0.2.0/28] }";
  const hosts = `[{ host: desk.example, ports: [80], addresses: [192.0.2.0/28] }, ${hooked}]`;
  const resolve = async (): Promise<string[]> => ["192.0.2.7"];
  const pinsOf = async (path: string) => (await admitTarget(path, { trustPath: publicPath, nowMs: NOW, resolve })).pins;
  expect(await pinsOf(await written(targetText({ ...OFF, hosts })))).toEqual([
    { host: "desk.example", port: 80, addresses: ["192.0.2.7"] },
    { host: "purge.example", port: 443, addresses: ["192.0.2.7"] },
  ]);
  const local = await written(targetText({ hosts: `[${hooked}]` }), false);
  const { pins } = await admitTarget(local, { trustPath: undefined, nowMs: NOW, resolve });
  expect(pins.some(({ host }) => host === "purge.example")).toBe(false);
});
