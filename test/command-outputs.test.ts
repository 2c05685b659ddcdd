import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test, vi } from "vitest";
import { COMMANDS } from "../scripts/cli/command-table.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { runMain, UNFIT_OUTPUT } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const run = promisify(execFile);
const SHELLS = ["bash", "zsh", "fish"] as const;
/** A screen as people have them: wide enough for a sentence, and no longer than one looks at. */
const HELP = { columns: 100, lines: 40 };
let cwd = "";
let runDir = "";

beforeAll(async () => {
  cwd = await testFolder("outputs");
  runDir = (await GoldenCopy.of("not-ready")).runDir;
});

/** A command's output on a terminal of so many columns. */
async function onTerminal(columns: number, args: readonly string[]): Promise<{ code: number | null; lines: string[] }> {
  const kept = (["stdout", "stderr"] as const).map((name) => [name, process[name].columns] as const);
  for (const [name] of kept) process[name].columns = columns;
  try {
    const { code, stdout, stderr } = await runMain(args, { cwd });
    return { code, lines: `${stdout}${stderr}`.split("\n") };
  } finally {
    for (const [name, before] of kept) process[name].columns = before;
  }
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));

test.each(
  [[], ...Object.keys(COMMANDS).map((name) => [name]), ["target", "sign"], ["runs", "prune"]].map((one) => [one]),
)("the help of %j fits a screen", async (words) => {
  const { code, lines } = await onTerminal(200, [...words, "--help"]);
  expect([code, lines[0]?.startsWith(`Usage: fieldproof`)]).toEqual([0, true]);
  expect([lines.length <= HELP.lines, widest(lines) <= HELP.columns]).toEqual([true, true]);
  expect(widest((await onTerminal(60, [...words, "--help"])).lines)).toBeLessThanOrEqual(78);
});

test("help without a word, and of a command by name", async () => {
  expect((await runMain(["help"])).stdout).toBe((await runMain(["--help"])).stdout);
  expect((await runMain(["help", "verify"])).stdout).toBe((await runMain(["verify", "--help"])).stdout);
});

const ANSWERS = (): readonly (readonly [readonly string[], number])[] => [
  [["plan"], 0],
  [["judge", runDir], 1],
  [["verify", runDir], 0],
  [["valid", runDir], 1],
  [["explain", "FP-NANO-004"], 0],
  [["explain", "FP-TARGET-017"], 0],
  [["explain", "FP-NOPE-1"], 2],
  [["runs", "list", "--runs", join(runDir, "..")], 0],
  [["init", "--force"], 0],
  [["target", "keygen", "--out", "key.pem"], 0],
  [["completion", "fish"], 0],
  [["recover", "--runs", cwd], 0],
  [["stop", "--runs", cwd], 2],
];

test("--json is one value on stdout, and neither it nor text steers a terminal", async () => {
  const told: string[] = [];
  for (const [args, code] of ANSWERS()) {
    const plain = await runMain(args, { cwd });
    const json = await runMain([...args, "--json"], { cwd });
    let value: unknown = null;
    try {
      value = JSON.parse(json.stdout);
    } catch {
      told.push(`${args.join(" ")}: no JSON: ${json.stdout.slice(0, 200)}`);
    }
    if (typeof value !== "object") told.push(`${args.join(" ")}: ${typeof value}`);
    if (UNFIT_OUTPUT.test(`${plain.stdout}${plain.stderr}${json.stderr}`)) told.push(`${args.join(" ")}: unfit`);
    if (![plain.code, json.code].every((one) => one === code) && !/keygen|init/.test(args.join(" ")))
      told.push(`${args.join(" ")}: exits ${plain.code}, ${json.code}: ${plain.stderr}`);
  }
  expect(told).toEqual([]);
});

test.each([60, 200])("on a terminal of %i columns lines break between words", async (columns) => {
  const answers = ANSWERS().filter(([[name]]) => name !== "completion");
  for (const [args] of answers) {
    const { lines } = await onTerminal(columns, args);
    // A path or a digest stays whole, so that it can be copied.
    const wide = lines.filter((line) => line.length > columns && /\S \S/.test(line.trim().slice(0, columns - 10)));
    expect([args, wide]).toEqual([args, []]);
  }
});

test("NO_COLOR is obeyed on a terminal", async () => {
  const isTty = process.stdout.isTTY;
  process.stdout.isTTY = true;
  try {
    vi.stubEnv("NO_COLOR", undefined);
    const coloured = await runMain(["judge", runDir], { cwd, env: { NO_COLOR: "" } });
    expect(coloured.stdout).not.toContain("\u001b");
    expect((await runMain(["judge", runDir], { cwd })).stdout).not.toContain("\u001b");
  } finally {
    process.stdout.isTTY = isTty;
    vi.unstubAllEnvs();
  }
});

const LINES: readonly (readonly [string, string])[] = [
  ["fieldproof ver", "verify"],
  ["fieldproof val", "valid"],
  ["fieldproof valid --pl", "--plan"],
  ["fieldproof run --pro", "--profile"],
  ["fieldproof run --profile ", "smoke rehearsal drop"],
  ["fieldproof --json runs ", "list prune"],
  ["fieldproof target sig", "sign"],
  ["fieldproof completion ", "bash zsh fish"],
  ["fieldproof judge ", ""],
  ["fieldproof run --seed ", ""],
];

test("bash offers what the program takes", async () => {
  const script = join(cwd, "complete.bash");
  await writeFile(script, (await runMain(["completion", "bash"])).stdout);
  const asks = LINES.map(
    ([line]) =>
      `COMP_WORDS=(${line.replace(/ $/, " ''")}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _fieldproof; echo "\${COMPREPLY[*]}"`,
  );
  const { stdout } = await run("bash", ["--norc", "-uc", [`source ${script}`, ...asks].join("\n")]);
  expect(stdout.split("\n").slice(0, -1)).toEqual(LINES.map(([, offered]) => offered));
});

test.each(SHELLS)("%s knows every command and option", async (shell) => {
  const { stdout } = await runMain(["completion", shell]);
  for (const name of Object.keys(COMMANDS)) expect(stdout).toMatch(new RegExp(`[ "'|(]${name}\\b`));
  for (const option of ["replicates", "plan-digest", "keep", "json"]) expect(stdout).toContain(option);
});

test("a shell that there is none for is refused", async () => {
  const { code, stderr } = await runMain(["completion", "tcsh"]);
  expect([code, stderr.includes("bash, zsh, fish")]).toEqual([2, true]);
});
