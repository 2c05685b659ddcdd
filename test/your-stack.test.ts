import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runScript } from "./ci-pages.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const page = await readFile(join(ROOT, "docs", "your-stack.md"), "utf8");
const lines = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));
const OURS = "npm run fieldproof -- ";
const DESK = "npm run other-desk -- ";

/** The page's commands, in order, in a folder such as a checkout is; the desk is in a terminal of its own. */
async function follow() {
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
        const words = [...line.slice(OURS.length).matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) =>
          here(quoted ?? bare ?? ""),
        );
        const { code, stdout, stderr } = await runMain(words, { cwd: folder });
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
  return said;
}

test("every command of the page does what the page says", async () => {
  const said = await follow();
  const of = (part: string) => said.filter(({ line }) => line.includes(part));
  expect(said.length).toBeGreaterThanOrEqual(10);
  for (const { line, code, output } of said)
    if (!line.includes("target check my-desk/target.yaml") || line.includes("--re"))
      expect([line, code, output]).toEqual([line, 0, expect.any(String)]);
  const [first, second, recorded, replayed] = of("target check");
  const shown = /^my-desk\/target\.yaml:.*$/m.exec(page)?.[0];
  expect([first?.code, first?.output]).toEqual([2, expect.stringContaining(shown ?? "a finding")]);
  expect([second?.code, second?.output]).toEqual([2, expect.not.stringContaining("session.read")]);
  expect(recorded?.output).toContain("nano-drop: ");
  // What a replay need not say is what it would send.
  expect(replayed?.output).toBe(recorded?.output.replace(/^one made-up contact .*\n/m, ""));
  expect(of("import-sla")[0]?.output).toContain("budgets.anyReply.p95Sec 40");
  expect(of("plan my-desk")[0]?.output).toContain("digest ");
});

test("every flag of the page is one of its command", async () => {
  for (const line of lines.filter((one) => one.startsWith(OURS))) {
    const words = line.slice(OURS.length).split(" ");
    const command = words.slice(0, words[0] === "target" ? 2 : 1);
    const { stdout } = await runMain([...command, "--help"]);
    for (const flag of words.filter((word) => word.startsWith("--")))
      expect(stdout, line).toMatch(new RegExp(`^\\s+${flag}\\b`, "m"));
  }
});
