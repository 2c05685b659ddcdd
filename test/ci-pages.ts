import { spawn } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { testFolder } from "./temp-folder.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

export type CiPage = "github-actions" | "gitlab";

export interface CiScript {
  readonly page: CiPage;
  /** Of the step or the job. */
  readonly name: string;
  /** Goes into a shell as a build server would hand it over. */
  readonly text: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const records = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** The YAML blocks of a page, parsed. */
export async function yamlBlocks(page: CiPage): Promise<unknown[]> {
  const text = await readFile(join(ROOT, "docs", "ci", `${page}.md`), "utf8");
  return [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => parse(block ?? ""));
}

function gitHubScripts(block: unknown): CiScript[] {
  const jobs = isRecord(block) && isRecord(block["jobs"]) ? Object.values(block["jobs"]).filter(isRecord) : [];
  const steps = [...records(block), ...jobs.flatMap((job) => records(job["steps"]))];
  return steps.flatMap(({ name, run }) =>
    typeof run === "string" ? [{ page: "github-actions" as const, name: String(name), text: run }] : [],
  );
}

function gitLabScripts(block: unknown): CiScript[] {
  if (!isRecord(block)) return [];
  return Object.entries(block).flatMap(([job, value]) =>
    ["script", "after_script"].flatMap((key) => {
      const lines = isRecord(value) && Array.isArray(value[key]) ? value[key].map(String) : [];
      return lines.length === 0 ? [] : [{ page: "gitlab" as const, name: `${job} ${key}`, text: lines.join("\n") }];
    }),
  );
}

/** Everything that the pages tell a build server to run. */
export async function ciScripts(): Promise<CiScript[]> {
  const gitHub = (await yamlBlocks("github-actions")).flatMap(gitHubScripts);
  return [...gitHub, ...(await yamlBlocks("gitlab")).flatMap(gitLabScripts)];
}

/** A folder such as a job finds: the plan, and this checkout beside it. */
export async function jobFolder(plan: string): Promise<string> {
  const folder = await testFolder("job");
  await symlink(ROOT, join(folder, "fieldproof"));
  await writeFile(join(folder, "drop.yaml"), plan);
  await mkdir(join(folder, "runs"));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** As both build servers run a script: the first command that fails fails the job. */
export function runScript(text: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", text], {
    cwd,
    env: { ...process.env, CI: "true", GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
