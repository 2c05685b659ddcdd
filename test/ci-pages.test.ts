import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { INITIAL_PLAN } from "../harness/plan/initial-plan.ts";
import { ciScripts, jobFolder, runScript, yamlBlocks } from "./ci-pages.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { runMain } from "./main-in-process.ts";

const LIMIT_MS = 60_000;
const scripts = await ciScripts();
const RUN = /cli run "\$PWD\/drop\.yaml" --runs "\$PWD\/runs"/;
const withRun = scripts.filter(({ text }) => RUN.test(text));
const cheap = scripts.filter(({ text }) => !RUN.test(text));

/** The command line's words of each line that calls it. */
const calls = scripts.flatMap(({ page, text }) =>
  [...text.matchAll(/start\.mjs cli (.+)$/gm)].map(([, words]) => ({ page, words: (words ?? "").split(" ") })),
);

/** A job's folder in which a recorded run stands where the job's own would. */
async function jobWith(name: "ready" | "not-ready", damage?: (copy: GoldenCopy) => Promise<unknown>) {
  const folder = await jobFolder(INITIAL_PLAN);
  const copy = await GoldenCopy.of(name);
  await damage?.(copy);
  const { id }: { id: string } = JSON.parse(await copy.text("run.json"));
  await cp(copy.runDir, join(folder, "runs", id), { recursive: true });
  return { folder, runDir: join(folder, "runs", id) };
}

test("the pages hold what is looked for here", () => {
  expect(withRun.map(({ page }) => page)).toEqual(["github-actions", "github-actions", "github-actions", "gitlab"]);
  expect(cheap.length).toBeGreaterThanOrEqual(5);
  expect(calls.length).toBeGreaterThanOrEqual(10);
});

test("every flag that the pages use is one of its command", async () => {
  for (const { words } of calls) {
    const command = words.slice(0, words[0] === "runs" ? 2 : 1);
    const { stdout } = await runMain([...command, "--help"]);
    const flags = words.filter((word) => word.startsWith("--"));
    for (const flag of flags)
      expect(stdout, `${command.join(" ")} ${flag}`).toMatch(new RegExp(`^\\s+${flag}\\b`, "m"));
  }
});

test("the caches are of the k6 that set-up takes, where it puts it", async () => {
  const text = JSON.stringify([...(await yamlBlocks("gitlab")), ...(await yamlBlocks("github-actions"))]);
  const versions = await readFile(new URL("../scripts/setup/versions.mjs", import.meta.url), "utf8");
  expect(text).toContain(`"k6-${/K6_VERSION = "([\d.]+)"/.exec(versions)?.[1]}"`);
  expect(text.match(/fieldproof\/\.cache\/k6"/g)).toHaveLength(2);
  const key = /hashFiles\('([^']+)', '([^']+)'\)/.exec(text)?.slice(1) ?? [];
  expect(key).toHaveLength(2);
  for (const path of key) await readFile(new URL(`../${path.replace(/^fieldproof\//, "")}`, import.meta.url));
});

test.each(cheap.map(({ page, name, text }) => [`${page}: ${name}`, text] as const))(
  "runs in a clean folder: %s",
  async (_name, text) => {
    const { folder } = await jobWith("ready");
    const { code, output } = await runScript(text, folder, { FIELDPROOF_STATE: join(folder, "state") });
    expect([code, output]).toEqual([0, expect.any(String)]);
  },
  LIMIT_MS,
);

test(
  "judging again fails the job on NOT READY, and on evidence that was touched",
  async () => {
    const again = cheap.find(({ name }) => name === "Judge again")?.text ?? "";
    const red = await jobWith("not-ready");
    expect(await runScript(again, red.folder)).toMatchObject({ code: 1, output: expect.stringContaining("NOT READY") });
    const touched = await jobWith("ready", (copy) => copy.json("run.json", { target: "another" }));
    expect(await runScript(again, touched.folder)).toMatchObject({ code: 3 });
  },
  LIMIT_MS,
);

/** The page's own script, with a recorded run judged where a new one would be run: what fails a job is the same code. */
const judged = (text: string): string =>
  text.replace(/cli run .*?--runs "\$PWD\/runs"(?: --profile \w+)?(?: --replicates \d)?/, 'cli judge "$RUN"');

test.each(
  withRun.map(
    (script) => [`${script.page}: ${script.text.split("--ci").pop()?.trim() || "no policy"}`, script.text] as const,
  ),
)(
  "the job fails on NOT READY and on CAN'T TELL by its policy: %s",
  async (_name, text) => {
    const script = judged(text);
    expect(script).toContain("cli judge");
    const outcomes = [];
    for (const [name, damage] of [
      ["ready", undefined],
      ["not-ready", undefined],
      ["ready", (copy: GoldenCopy) => rm(copy.path("nano-drop/1/contacts.ndjson"))],
    ] as const) {
      const { folder, runDir } = await jobWith(name, damage);
      outcomes.push((await runScript(script, folder, { RUN: runDir })).code);
    }
    expect(outcomes).toEqual([0, 1, text.includes("--on-cant-tell warn") ? 0 : 3]);
  },
  LIMIT_MS,
);

test("GitLab lets CAN'T TELL pass by its exit code, and nothing else", async () => {
  const text = JSON.stringify(await yamlBlocks("gitlab"));
  expect(text.match(/"allow_failure":[^}]*}/g)).toEqual(['"allow_failure":{"exit_codes":3}']);
});
