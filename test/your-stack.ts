import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./ci-pages.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** docs/your-stack.md */
export const GUIDE = readFile(join(ROOT, "docs", "your-stack.md"), "utf8");

/** Every command of the page, a line each. */
export const guideLines = (page: string): readonly string[] =>
  [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));

export const OURS = "npm run fieldproof -- ";
const DESK = "npm run other-desk -- ";

/** A word as a shell expands it, where its last part has stars. */
async function expanded(word: string, folder: string): Promise<readonly string[]> {
  if (!word.includes("*")) return [word];
  const pattern = new RegExp(`^${basename(word).replaceAll("*", ".*")}$`);
  const names = (await readdir(join(folder, dirname(word)))).filter((name) => pattern.test(name));
  return names.map((name) => join(dirname(word), name));
}

/** The page's commands, in order, in a folder such as a checkout is; the desk is in a terminal of its own. */
export async function follow(lines: readonly string[], k6?: string) {
  const folder = await testFolder("your-stack");
  await symlink(join(ROOT, "examples"), join(folder, "examples"));
  const said: { readonly line: string; readonly code: number | null; readonly output: string }[] = [];
  let port = "4100";
  let stop: () => Promise<void> = async () => {};
  const here = (text: string): string => text.replaceAll("4100", port);
  try {
    for (const line of lines) {
      if (line.startsWith(DESK)) {
        const args = line.slice(DESK.length).replace("--port 4100", "--port 0").split(" ");
        const desk = spawn(process.execPath, [join(ROOT, "examples/other-desk/main.ts"), ...args], {
          cwd: folder,
          stdio: ["ignore", "pipe", "inherit"],
        });
        const ended = once(desk, "close");
        stop = async () => {
          desk.kill("SIGTERM");
          await ended;
        };
        const [greeting] = await once(desk.stdout, "data");
        port = /127\.0\.0\.1:(\d+)/.exec(String(greeting))?.[1] ?? "";
        said.push({ line, code: 0, output: String(greeting) });
      } else if (line.startsWith(OURS)) {
        const written = [...line.slice(OURS.length).matchAll(/"([^"]*)"|(\S+)/g)];
        const each = written.map(([, quoted, bare]) => expanded(here(quoted ?? bare ?? ""), folder));
        const words = (await Promise.all(each)).flat();
        const { code, stdout, stderr } = await runMain(words, { cwd: folder, ...(k6 === undefined ? {} : { k6 }) });
        said.push({ line, code, output: stdout + stderr });
      } else {
        const ran = await runScript(here(line), folder);
        if (line.startsWith("cp ")) {
          const target = join(folder, "my-desk", "target.yaml");
          await writeFile(target, here(await readFile(target, "utf8")));
        }
        said.push({ line, ...ran });
      }
    }
  } finally {
    await stop();
  }
  return { said, folder };
}
