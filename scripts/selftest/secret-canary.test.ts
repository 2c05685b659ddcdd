import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaksBelow, leaksIn, leaksOfProcesses, needlesOf, processTree } from "./secret-canary.ts";

const SECRET = "s3cret/canary+of=this&test?";
const needles = needlesOf({ bearer: SECRET });
const forms = (content: string): string[] => leaksIn("x", content, needles).map(({ form }) => form);

test.for([0, 1, 2, 3, 4, 5])("base64 is found at any alignment: %i bytes before", (before) => {
  const text = Buffer.from(`${"x".repeat(before)}${SECRET}tail`);
  expect(forms(`"${text.toString("base64")}"`)).toContain("base64");
  expect(forms(`"${text.toString("base64url")}"`)).not.toEqual([]);
});

test("raw, hex and percent-encoded forms are found, and other texts are not", () => {
  expect(forms(`Authorization: Bearer ${SECRET}`)).toEqual(["raw"]);
  expect(forms(Buffer.from(SECRET).toString("hex"))).toEqual(["hex"]);
  expect(forms(Buffer.from(SECRET).toString("hex").toUpperCase())).toEqual(["hex"]);
  expect(forms(`?token=${encodeURIComponent(SECRET)}`)).toEqual(["url"]);
  expect(forms("s3cret/canary+of=this&tes")).toEqual([]);
  expect(() => needlesOf({ short: "abc" })).toThrow("too short");
});

test("a folder is read whole, names included", async () => {
  const dir = await mkdtemp(join(tmpdir(), "canary-"));
  try {
    const plain = needlesOf({ bearer: "canary-in-a-folder" });
    await mkdir(join(dir, "a", "canary-in-a-folder"), { recursive: true });
    await writeFile(join(dir, "a", "b.log"), `x${Buffer.from("canary-in-a-folder").toString("base64")}`);
    await writeFile(join(dir, "clean.log"), "nothing");
    const { files, leaks } = await leaksBelow(dir, plain);
    expect(files).toBe(2);
    expect(leaks.map(({ form }) => form).sort()).toEqual(["base64", "raw"]);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test.skipIf(process.platform !== "linux")("argv and environment of grandchildren are seen", async () => {
  const inner = `process.stdin.resume();process.stdout.write("up")`;
  const outer = `const c=require("node:child_process").spawn(process.execPath,["-e",process.env.INNER,"canary-in-"+"argv-1"],{stdio:["pipe","inherit","inherit"],env:{CANARY:"canary-in-"+"environment-1"}});process.stdin.on("end",()=>c.stdin.end());process.stdin.resume()`;
  const child = spawn(process.execPath, ["-e", outer], { env: { INNER: inner }, stdio: ["pipe", "pipe", "ignore"] });
  try {
    await once(child.stdout, "data");
    const found = leaksOfProcesses(
      await processTree(child.pid ?? 0),
      needlesOf({ argument: "canary-in-argv-1", variable: "canary-in-environment-1" }),
    );
    expect(found.map(({ where, secret }) => `${secret} in ${where.split(" ").at(-1)}`).sort()).toEqual([
      "argument in argv",
      "variable in environment",
    ]);
  } finally {
    child.stdin.end();
    await once(child, "close");
  }
});
