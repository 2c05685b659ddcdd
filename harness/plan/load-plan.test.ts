import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { INITIAL_PLAN } from "./initial-plan.ts";
import { loadPlan, parsePlan } from "./load-plan.ts";

const folder = await mkdtemp(join(tmpdir(), "plan-"));
afterAll(() => rm(folder, { recursive: true }));

const written = async (text: string | Uint8Array): Promise<string> => {
  const path = join(folder, `${Math.random()}.yaml`);
  await writeFile(path, text);
  return path;
};
const faultOf = async (work: () => unknown): Promise<FieldproofError> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof FieldproofError) return error;
    throw error;
  }
  throw new Error("was accepted");
};
const LEAST = "schema: fieldproof.plan/1\ndrop: { name: x }\n";
const linesOf = (error: FieldproofError): string[] => String(error.details["faults"]).split("\n");

test("keeps the digest when comments, order and layout change, and changes it with a value", async () => {
  const { digest, plan } = await loadPlan(await written(LEAST));
  const same = await loadPlan(await written('# new\ndrop:\n  name: "x"\nseed: 7\nschema: fieldproof.plan/1\n'));
  const other = await loadPlan(await written(`${LEAST}seed: 8\n`));
  expect(same.digest).toBe(digest);
  expect(other.digest).not.toBe(digest);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(plan.staffing.agents).toBe(10);
});

test("keeps the text of the file as it was written", async () => {
  expect((await loadPlan(await written(INITIAL_PLAN))).source).toBe(INITIAL_PLAN);
});

test("names every fault with line, column, field and what it must be", async () => {
  const text = `schema: fieldproof.plan/1
drop: { event: A B }
stafing: {}
seed: -1
seed: 3.5
arrivals:
  peakPerSecond: 3
  preset: wild
budgets: [1]
profiles: { smoke: { timeFactor: abc } }
`;
  const error = await faultOf(() => parsePlan(text, "drop.yaml"));
  expect(error.code).toBe("FP-PLAN-001");
  expect(error.details["count"]).toBe(9);
  expect(linesOf(error)).toEqual([
    "drop.yaml:2:1: drop.name: is missing, must be text",
    'drop.yaml:2:16: drop.event: is "A B", must be lower-case letters, digits and hyphens',
    "drop.yaml:3:1: stafing: is not a key of the plan, did you mean staffing?",
    "drop.yaml:5:1: seed: is given twice, must stand once",
    "drop.yaml:5:7: seed: is 3.5, must be a whole number",
    "drop.yaml:7:3: arrivals.peakPerSecond: is not a key of the plan, did you mean peakPerSec?",
    'drop.yaml:8:11: arrivals.preset: is "wild", must be one of step-and-tail, steady',
    "drop.yaml:9:10: budgets: is a list, must be a mapping of keys",
    'drop.yaml:10:34: profiles.smoke.timeFactor: is "abc", must be a number',
  ]);
});

test("tells of broken YAML and of wrong values in one go, without calling unread keys missing", async () => {
  const error = await faultOf(() => parsePlan(`${LEAST}seed: -4\narrivals: [\nstaffing: {agents: 3\n`, "a.yaml"));
  expect(linesOf(error).some((line) => line.includes("YAML:"))).toBe(true);
  expect(linesOf(error)).toContain("a.yaml:3:7: seed: is -4, must be at least 0");
  expect(error.message).not.toContain("missing");
});

test.for([
  ["an empty file", "", "the file is empty"],
  ["a file of comments", "# nothing\n", "the file is empty"],
  ["plain text", "hello", 'is "hello", must be a mapping'],
  ["a list", "- a\n", "is a list, must be a mapping"],
  ["two documents", `${LEAST}---\n${LEAST}`, "multiple documents"],
  ["a prototype key", `${LEAST}__proto__: { agents: 1 }\n`, "__proto__: is not a key"],
  ["an unknown tag", `${LEAST}seed: !!js/function 7\n`, "YAML: Unresolved tag"],
  ["an unresolved alias", `${LEAST}seed: *nobody\n`, "alias"],
  ["not a number", `${LEAST}seed: .nan\n`, "seed: is NaN"],
  ["half of a character", 'schema: fieldproof.plan/1\ndrop: { name: "\\uD800" }\n', "half of a character"],
] as const)("refuses %s", async ([, text, part]) => {
  const error = await faultOf(() => parsePlan(text, "a.yaml"));
  expect(error.code).toBe("FP-PLAN-001");
  expect(error.message).toContain(part);
});

test("shows control characters of the file escaped", async () => {
  const error = await faultOf(() => parsePlan(`${LEAST}"\\e[31mkey": 1\nseed: "\\e]0;owned\\a\\u202E"\n`, "a.yaml"));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
  expect(error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  expect(error.message).toContain("\\u{1b}[31mkey");
});

test("refuses an alias bomb and bottomless nesting in one sentence each, quickly", async () => {
  const bomb = [
    "a: &a [x, x]",
    ...Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : "a"}, *${i ? `b${i - 1}` : "a"}]`),
  ];
  expect((await faultOf(() => parsePlan(bomb.join("\n"), "a.yaml"))).message).toContain("too many aliases");
  const deep = await faultOf(() => parsePlan("[".repeat(100_000), "a.yaml"));
  expect(deep.details["count"]).toBe(1);
  expect(deep.message).toContain("nested too deeply");
});

test("counts all unknown keys of a hostile file and shows the first hundred", async () => {
  const error = await faultOf(() =>
    parsePlan(Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n"), "a.yaml"),
  );
  expect(error.details["count"]).toBe(20_002);
  expect(linesOf(error)).toHaveLength(101);
}, 20_000);

test("refuses a plan of two gigabytes by its size alone", async () => {
  const path = join(folder, "huge.yaml");
  await using file = await open(path, "w");
  await file.truncate(2_000_000_000);
  const error = await faultOf(() => loadPlan(path));
  expect(error.code).toBe("FP-FILE-003");
  expect(error.message).toContain("2000 MB; the limit for this kind of file is 1 MB");
});

test("refuses what is no file at once: folder, device, pipe, missing", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const [path, reason] of [
    [folder, "it is a folder"],
    ["/dev/zero", "it is a device, not a file"],
    [pipe, "it is a pipe, not a file"],
    [join(folder, "none"), "there is no such file or folder"],
  ] as const) {
    const error = await faultOf(() => loadPlan(path));
    expect(error.code).toBe("FP-FILE-001");
    expect(error.details["reason"]).toBe(reason);
  }
});

test("refuses bytes that are not UTF-8 and takes a byte order mark", async () => {
  expect((await faultOf(async () => loadPlan(await written(new Uint8Array([0xff, 0xfe, 0x73, 0]))))).message).toContain(
    "is not UTF-8",
  );
  expect((await loadPlan(await written(`\ufeff${LEAST}`))).plan.drop.name).toBe("x");
});
