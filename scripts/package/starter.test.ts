import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Script, createContext } from "node:vm";
import { transform } from "esbuild";
import { expect, test } from "vitest";
import { fitsNode, parseVersion } from "../setup/versions.mjs";

const SOURCE = fileURLToPath(new URL("./starter/fieldproof.cjs", import.meta.url));
const source = await readFile(SOURCE, "utf8");

/** Runs the command as a Node of that version would. */
const under = (node: string): { loaded: string[]; said: string; exitCode: number | undefined } => {
  const loaded: string[] = [];
  let said = "";
  const faked = {
    versions: { node },
    exitCode: undefined as number | undefined,
    stderr: { write: (text: string) => (said += text) },
  };
  new Script(source.replace(/^#!.*\n/, "")).runInContext(
    createContext({ process: faked, require: (name: string) => loaded.push(name) }),
  );
  return { loaded, said, exitCode: faked.exitCode };
};

test.each(["0.12.18", "8.17.0", "18.20.8", "20.20.2", "22.22.1", "23.11.1", "24.14.9"])("Node %s is told", (node) => {
  const { loaded, said, exitCode } = under(node);
  expect(loaded).toEqual([]);
  expect(said).toContain(`needs Node.js ^22.22.2 || >=24.15, and this is ${node}`);
  expect(exitCode).toBe(2);
});

test.each(["22.22.2", "22.23.0", "24.15.0", "24.21.0", "25.0.0", "26.1.0"])("Node %s goes on", (node) => {
  expect(under(node)).toEqual({ loaded: ["./launch.cjs"], said: "", exitCode: undefined });
});

test("it takes what set-up takes", () => {
  for (const node of ["20.1.0", "22.22.1", "22.22.2", "23.9.0", "24.14.0", "24.15.0", "25.0.1"]) {
    const version = parseVersion(node);
    expect(under(node).loaded.length === 1).toBe(version !== undefined && fitsNode(version));
  }
});

test("no Node stumbles over its grammar", async () => {
  await expect(transform(source, { target: "es5", logLevel: "silent" })).resolves.toBeDefined();
  await expect(transform("const a = 1;", { target: "es5", logLevel: "silent" })).rejects.toThrow();
});
