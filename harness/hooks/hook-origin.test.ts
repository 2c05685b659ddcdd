import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hookOrigin } from "./hook-origin.ts";
import { hookDistrust } from "./hook-trust.ts";

let dir = "";
const git = (cwd: string, ...args: string[]): void => {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
  execFileSync("git", [...who, ...args], { cwd, stdio: "ignore" });
};
const bytesOf = (text: string): Uint8Array => Buffer.from(text);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "fieldproof-hooks-"));
  const upstream = join(dir, "upstream");
  await mkdir(join(upstream, "ops"), { recursive: true });
  await writeFile(join(upstream, "ops", "hooks.yaml"), "a: 1\n");
  git(upstream, "init");
  git(upstream, "add", ".");
  git(upstream, "commit", "-m", "hooks");
  git(dir, "clone", upstream, "clone");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test.each([
  ["hooks.yaml", "a: 1\n", "same"],
  ["hooks.yaml", "a: 2\n", "differs"],
  ["other.yaml", "a: 1\n", "absent"],
] as const)("in CI %s with %j is %s as the default branch has it", async (name, text, expected) => {
  const path = join(dir, "clone", "ops", name);
  await writeFile(path, text);
  const origin = await hookOrigin(path, bytesOf(text), { CI: "true" });
  expect(origin.onDefaultBranch).toBe(expected);
  expect(hookDistrust(origin) === null).toBe(expected === "same");
});

test("where there is no checkout it cannot be told, and CI is refused; outside CI the choice is the caller's", async () => {
  const path = join(dir, "hooks.yaml");
  await writeFile(path, "a: 1\n");
  const inCi = await hookOrigin(path, bytesOf("a: 1\n"), { CI: "1" });
  expect(hookDistrust(inCi)).toContain("cannot be told");
  expect(hookDistrust(await hookOrigin(path, bytesOf("a: 1\n"), { CI: "false" }))).toBeNull();
});

test("a pull request's ends come from the event's payload; a fork's is refused, and so is one that does not say", async () => {
  const path = join(dir, "clone", "ops", "hooks.yaml");
  const event = join(dir, "event.json");
  const env = { CI: "true", GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: event };
  const payload = (head: string | null) =>
    JSON.stringify({
      pull_request: {
        head: { repo: head === null ? null : { full_name: head } },
        base: { repo: { full_name: "us/desk" } },
      },
    });
  const distrustOf = async (text: string) => {
    await writeFile(event, text);
    return hookDistrust(await hookOrigin(path, bytesOf("a: 1\n"), env));
  };
  expect(await distrustOf(payload("us/desk"))).toBeNull();
  expect(await distrustOf(payload("them/desk"))).toContain("fork");
  expect(await distrustOf(payload(null))).not.toBeNull();
  expect(await distrustOf("{")).not.toBeNull();
});
