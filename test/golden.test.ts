import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkMachinePaths } from "../scripts/check/machine-paths.ts";
import { EVIDENCE_FILE, GOLDEN_CASES, goldenFolder, RECORD_COMMAND, UPDATE_COMMAND } from "../scripts/golden/cases.ts";
import { judgeGolden } from "../scripts/golden/judge-golden.ts";
import { unpackTexts } from "../scripts/golden/pack.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const MOST_BYTES = 300_000;

/**
 * The run's own temporary folder, gone since, is no place of a machine; what a person would have typed to undo a stimulus
 * names the bearer's file in it and holds no bearer.
 */
const withoutOwnFolder = (text: string): string =>
  text
    .replaceAll(/[\w/]+\/fieldproof-\w{6}\b/g, "<own folder>")
    .replaceAll("Bearer $(cat <own folder>", "$(cat <own folder>");

describe.each(GOLDEN_CASES.map((golden) => [`${golden.drill} ${golden.name}`, golden] as const))(
  "%s",
  (_name, golden) => {
    const file = (name: string): string => join(root, goldenFolder(golden), name);

    test("judged again, the recorded run gives the bytes that are kept", async () => {
      const { verdict, text } = await judgeGolden(root, golden);
      expect(verdict.verdict, `${verdict.sentence} When the form of evidence has changed: ${RECORD_COMMAND}`).toBe(
        golden.verdict,
      );
      const kept = await readFile(file("verdict.json"), "utf8");
      expect(text, `verdict.json has changed; when that is meant: ${UPDATE_COMMAND}`).toBe(kept);
    });

    test("is small, of no machine, and holds no secret", async () => {
      const packed = await readFile(file(EVIDENCE_FILE));
      expect(packed.length + (await readFile(file("verdict.json"))).length).toBeLessThan(MOST_BYTES);
      const texts = Object.entries(unpackTexts(packed)).map(([path, text]) => ({ path, text: withoutOwnFolder(text) }));
      expect(texts.map(({ path }) => path)).toContain("manifest.json");
      expect(checkMachinePaths(texts).faults).toEqual([]);
      // Compact JWS, private keys, and headers that carry either.
      for (const { path, text } of texts) expect(text, path).not.toMatch(/eyJ[\w-]+\.|PRIVATE KEY|bearer |DPoP /i);
    });
  },
);

test("both directions are pinned for each drill", () => {
  for (const drill of new Set(GOLDEN_CASES.map((golden) => golden.drill))) {
    const verdicts = GOLDEN_CASES.filter((golden) => golden.drill === drill).map(({ verdict }) => verdict);
    expect(verdicts.toSorted()).toEqual(["NOT READY", "READY"]);
  }
});
