import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../examples/other-desk/house.ts";
import { runMain, UNFIT_OUTPUT } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const PASS = "a pass of staff/2027";
const EXAMPLE = await readFile(new URL("../examples/other-desk/target.yaml", import.meta.url), "utf8");

let house: House;
let folder = "";
beforeEach(async () => {
  folder = await testFolder("target-check");
  house = await openHouse({ port: 0, staffPass: PASS, limitPerMinute: 100, faults: [] });
});
afterEach(async () => {
  await house.close();
});

/** The example's target file for this house, changed; each change must be one. */
async function targetWith(
  ...changes: readonly (readonly [from: string, to: string])[]
): Promise<{ path: string; text: string }> {
  let text = EXAMPLE.replaceAll("http://127.0.0.1:4100", house.address).replace("perMinute: 2400", "perMinute: 100");
  // Nothing is waited for: the house answers at once.
  text = text.replaceAll("everyMs: 1000", "everyMs: 200");
  for (const [from, to] of changes) {
    expect(text.split(from), `"${from}" stands once`).toHaveLength(2);
    text = text.replace(from, to);
  }
  const path = join(folder, "target.yaml");
  await writeFile(path, text);
  await writeFile(join(folder, "other-desk.pass"), `${PASS}\n`, { mode: 0o600 });
  return { path, text };
}

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

test("the whole mapping holds: every call once, what was read of it, nothing left behind, no secret told", async () => {
  const { path } = await targetWith();
  const record = join(folder, "dialogue.json");
  const { code, stdout, stderr } = await runMain(["target", "check", path, "--record", record]);
  expect([code, stderr]).toEqual([0, ""]);
  const calls = ["session", "open", "replies", "send", "rate", "leave"].map((name) => `customer.${name}`);
  const agents = ["session", "next", "claim", "reply", "resolve"].map((name) => `agent.${name}`);
  for (const name of [...calls, ...agents, "export.contacts", "delete"]) expect(stdout).toContain(` ${name} `);
  expect(stdout).toContain("contact = 1001");
  expect(stdout).toContain("nano-drop: ");
  expect(stdout).not.toMatch(UNFIT_OUTPUT);
  expect(house.traffic().mostIn60s).toBeLessThanOrEqual(25);
  const kept = await readFile(record, "utf8");
  for (const told of [stdout, kept]) {
    expect(told).not.toContain(PASS);
    expect(told).not.toContain(encodeURIComponent(PASS));
    expect(told).not.toMatch(/[0-9a-f]{32}/);
  }
});

test("a kept dialogue is checked again without the target, and shows what a change of the mapping breaks", async () => {
  const { path, text } = await targetWith();
  const record = join(folder, "dialogue.json");
  const live = await runMain(["target", "check", path, "--record", record]);
  await house.close();
  const again = await runMain(["target", "check", path, "--replay", record]);
  expect([again.code, again.stderr, again.stdout]).toEqual([
    0,
    "",
    live.stdout.replace(/^one made-up contact .*\n/m, ""),
  ]);
  await writeFile(path, text.replace("/case/number", "/matter/number"));
  const broken = await runMain(["target", "check", path, "--replay", record]);
  expect(broken).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("/matter/number misses: the answer has case, handled_by, posts"),
  });
  const taken = await runMain(["target", "check", path, "--record", record]);
  expect([taken.code, taken.stderr, taken.stdout]).toEqual([2, expect.stringContaining("FP-FILE-004"), ""]);
  await writeFile(record, '{"schema":"fieldproof.dialogue/1"}');
  expect((await runMain(["target", "check", path, "--replay", record])).stderr).toContain("FP-TARGET-031");
});

/** Name, change, the line to mend (by what stands there afterwards; the changed text itself without it), what is said. */
const BROKEN: readonly (readonly [string, string, string, string | null, RegExp])[] = [
  ["a wrong path", "path: /cases\n", "path: /tickets\n", null, /open\.request\.path: leads nowhere \(404\)/],
  [
    "a wrong method",
    "{ method: POST, path: /visitors }",
    "{ method: PUT, path: /visitors }",
    null,
    /request\.method: is PUT.*it takes POST/,
  ],
  [
    "a pointer that misses",
    "contact: /case/number",
    "contact: /case/nr",
    null,
    /\/case\/nr misses: \/case has number, state/,
  ],
  [
    "a word of an author",
    "human: [staff]",
    "human: [agent]",
    null,
    /"staff" stands at \/by\/role and is no word of any author/,
  ],
  [
    "a bot's word for people",
    "human: [staff], bot: [robot]",
    "human: [robot], bot: [staff]",
    null,
    /authors\.bot: an agent's own reply counts as bot/,
  ],
  [
    "a cursor that never moves",
    "from: { answer: /next_offset }, more: /more }\n      authors",
    "from: { answer: /offset }, more: /more }\n      authors",
    null,
    /cursor stays at "0" though 1 message.*\/offset misses/,
  ],
  [
    "a cursor that counts otherwise",
    '{ start: "0", from: { answer: /next_offset }, more: /more }\n      authors',
    '{ start: "0", from: { last: /written_at } }\n      authors',
    "from: { last",
    /from\.last: the desk refuses the cursor "\d+" that is read there \(422\)/,
  ],
  [
    "JSON where forms are read",
    'form: { words: "{text}" } }\n      # Here',
    'json: { words: "{text}" } }\n      # Here',
    null,
    /send\.request\.json: is a kind of body that the desk does not read \(415\): try a form/,
  ],
  [
    "no cookies kept",
    "      cookies: true\n",
    "",
    "request: { method: POST, path: /staff/login",
    /set a cookie \(house_sitting\), and without `cookies: true`/,
  ],
  [
    "an idempotency key in the wrong header",
    "header: Once-Key",
    "header: Idempotency-Key",
    null,
    /made two contacts, 1001 and 1002/,
  ],
  [
    "a message's id in the wrong member",
    "idempotency: { member: own_ref }\n\n    replies",
    "idempotency: { member: ref }\n\n    replies",
    null,
    /send\.idempotency\.member: the same message went out twice/,
  ],
  [
    "stamps in the wrong unit",
    'at: { unit: s }\n      cursor: { start: "0", from: { answer: /next_offset }, more: /more }\n      authors',
    'at: { unit: ms }\n      cursor: { start: "0", from: { answer: /next_offset }, more: /more }\n      authors',
    "at: { unit: ms }",
    /unit: is ms, and a stamp of just now reads \d+: must be s/,
  ],
  [
    "a contact's id from the wrong place",
    "contact: /case/number",
    "contact: /case/state",
    null,
    /reads "waiting" for the contact that agents see as "1001"/,
  ],
  [
    "a message's id from the wrong place",
    "id: /key, seq",
    "id: /by/name, seq",
    null,
    /each\.id: another message has the id "visitor"/,
  ],
  [
    "another id for an agent's message",
    "message: /post/key",
    "message: /post/no",
    null,
    /is "3" for a reply that the customer sees as "p3"/,
  ],
  [
    "a reference that agents do not see",
    "ref: /reference\n        waitingSince",
    "ref: /area\n        waitingSince",
    null,
    /does not show this contact's own id.*it stands at \/waiting\/0\/reference/,
  ],
  ["a list that is none", "items: /waiting", "items: /total", null, /must lead to a list: \/total is 1/],
  [
    "a wrong secret",
    "file: other-desk.pass",
    "file: other.pass",
    "request: { method: POST, path: /staff/login",
    /does not let it in \(401\)/,
  ],
  [
    "another word of a state",
    "resolved: [closed]",
    "resolved: [done]",
    "states:",
    /"closed" stands at \/state and is no word of any state/,
  ],
  [
    "an export that is another call",
    'path: "/staff/archive?offset={cursor}"',
    'path: "/staff/waiting?offset={cursor}"',
    "items: /cases",
    /must lead to a list: \/cases misses: the answer has waiting, total/,
  ],
];

test.each(BROKEN)("finds %s and names its line", async (_name, from, to, mend, said) => {
  const { path, text } = await targetWith([from, to]);
  await writeFile(join(folder, "other.pass"), "another pass\n", { mode: 0o600 });
  const { code, stderr } = await runMain(["target", "check", path]);
  expect(code).toBe(2);
  expect(stderr).toContain("FP-TARGET-030");
  const line = lineOf(text, mend ?? (to.split("\n")[0] || to));
  const findings = stderr.split("\n").filter((one) => said.test(one));
  expect(findings, stderr).not.toEqual([]);
  expect(
    findings.some((one) => one.includes(`target.yaml:${line}:`)),
    `line ${line}: ${stderr}`,
  ).toBe(true);
});

test("nothing is sent with --no-walk, and faults of the file itself come first", async () => {
  const { path } = await targetWith();
  expect((await runMain(["target", "check", path, "--no-walk"])).code).toBe(0);
  const faulty = await targetWith(["{pass}", "{pas}"]);
  expect(await runMain(["target", "check", faulty.path])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("FP-TARGET-001"),
  });
  expect(house.traffic().requests).toBe(0);
});

test("--json is one value with steps, findings and drills", async () => {
  const { path } = await targetWith(["message: /post/key", "message: /post/no"]);
  const { code, stdout } = await runMain(["target", "check", path, "--json"]);
  expect([code, JSON.parse(stdout)]).toMatchObject([
    2,
    {
      walk: { findings: [{ field: "http.agent.reply.message", line: expect.any(Number) }], left: [] },
      drills: expect.arrayContaining([expect.objectContaining({ drill: "nano-drop" })]),
    },
  ]);
});

test("without `delete` what was made is named", async () => {
  const { path } = await targetWith([
    '  delete:\n    request: { method: DELETE, path: "/staff/cases/{contact}" }\n',
    "",
  ]);
  const { stdout } = await runMain(["target", "check", path]);
  expect(stdout).toContain("left at the desk, for nothing here deletes them: 1001");
});
