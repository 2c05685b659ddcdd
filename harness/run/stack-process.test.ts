import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/temp-folder.ts";
import { startStack } from "./stack-process.ts";

const LOCAL = "http://127.0.0.1:1";
const ready = { ready: true, pops: { "pop-a": LOCAL }, origin: LOCAL, ops: LOCAL, version: "1" };

/** A program that says this line and then waits, as a stack does. */
async function starting(line: string) {
  const privateDir = await testFolder("start");
  const says = `process.stdout.write(${JSON.stringify(`${line}\n`)}); process.stdin.resume();`;
  const options = { timeFactor: 1, seed: 1, event: "drop", items: 1, defects: [], benign: [] };
  return startStack(
    { command: process.execPath, args: ["-e", says, "--"] },
    { ...options, privateDir, logFile: join(privateDir, "stack.log") },
  );
}

test.each([
  ["a PoP elsewhere", { ...ready, pops: { "pop-a": "http://192.0.2.7:80" } }, /pops\.pop-a/],
  ["a name that may lead anywhere", { ...ready, origin: "http://127.0.0.1.example.org/" }, /origin/],
  ["another scheme", { ...ready, ops: "file:///etc/passwd" }, /ops/],
  ["a PoP whose name commands a terminal", { ...ready, pops: { "\u001b[2J": LOCAL } }, /pops/],
  ["no PoPs", { ...ready, pops: undefined }, /pops/],
])("a stack that says it is at %s is not drilled", async (_name, line, where) => {
  const refused = starting(JSON.stringify(line));
  await expect(refused).rejects.toMatchObject({ code: "FP-STACK-001", message: expect.stringMatching(where) });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining("\u001b") });
});

test("a line that is no JSON at all is told, too", async () => {
  await expect(starting("<html>")).rejects.toMatchObject({ code: "FP-STACK-001" });
});
