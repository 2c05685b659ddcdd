import { execFile } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { HookOrigin } from "./hook-trust.ts";

const run = promisify(execFile);
const LIMIT = { timeout: 10_000, maxBuffer: 4_000_000 } as const;

const repository = z.object({ full_name: z.string() });
const eventSchema = z.object({
  pull_request: z.object({ head: z.object({ repo: repository.nullable() }), base: z.object({ repo: repository }) }),
});

const isOn = (text: string | undefined): boolean => text !== undefined && !["", "0", "false"].includes(text);

/** Owner/name of both ends of a pull request, by the event's payload; null where it does not say. */
async function repositoriesOf(path: string | undefined): Promise<{ head: string | null; base: string | null }> {
  try {
    const { pull_request } = eventSchema.parse(JSON.parse(await readFile(path ?? "", "utf8")));
    return { head: pull_request.head.repo?.full_name ?? null, base: pull_request.base.repo.full_name };
  } catch {
    return { head: null, base: null };
  }
}

/** The file against the one at the head of the remote's default branch, as the checkout knows it. */
async function againstDefaultBranch(path: string, bytes: Uint8Array): Promise<HookOrigin["onDefaultBranch"]> {
  const git = (...args: string[]) =>
    run("git", ["-C", dirname(path), ...args], { ...LIMIT, encoding: "buffer" }).then(({ stdout }) => stdout);
  try {
    await git("rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD");
  } catch {
    return "unknown";
  }
  try {
    // `./` counts from the folder that git was sent to.
    return (await git("show", `refs/remotes/origin/HEAD:./${basename(path)}`)).equals(bytes) ? "same" : "differs";
  } catch {
    return "absent";
  }
}

/** Gathers where a hooks file comes from; outside CI nothing is asked, since the choice is the caller's own. */
export async function hookOrigin(path: string, bytes: Uint8Array, env: NodeJS.ProcessEnv): Promise<HookOrigin> {
  const ci = isOn(env["CI"]);
  if (!ci) return { path, ci, eventName: null, headRepository: null, baseRepository: null, onDefaultBranch: "unknown" };
  const { head, base } = await repositoriesOf(env["GITHUB_EVENT_PATH"]);
  const real = await realpath(path).catch(() => path);
  return {
    path,
    ci,
    eventName: env["GITHUB_EVENT_NAME"] ?? null,
    headRepository: head,
    baseRepository: base,
    onDefaultBranch: await againstDefaultBranch(real, bytes),
  };
}
