import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { DrillId } from "../../core/contract/ids.ts";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";

/** Where a drill's scenario lies; named by path, since the harness never imports code that only k6 can run. */
export const scenarioPath = (drill: DrillId): string =>
  fileURLToPath(new URL(`../../drills/${drill}/scenario.ts`, import.meta.url));

/** The people of any drill at a desk that is spoken to through a mapping. */
export const MAPPED_SCENARIO_PATH = fileURLToPath(
  new URL("../../drills/k6/mapped/mapped-scenario.ts", import.meta.url),
);

/** The walk of a real browser through the target's own page. */
export const WALK_PATH = fileURLToPath(new URL("../../drills/k6/browser/browser-walk.ts", import.meta.url));

/**
 * Bundles a script into one ESM file that k6 2.2 can run: never raw TypeScript, on which k6 may loop for ever. `byHand`:
 * to be read by people, and begun with a banner.
 * @throws FieldproofError FP-K6-003 with esbuild's first message.
 */
export async function bundleForK6(entry: string, outFile: string, byHand?: { readonly banner: string }): Promise<void> {
  try {
    await build({
      entryPoints: [entry],
      outfile: outFile,
      bundle: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2017",
      external: ["k6", "k6/*"],
      minifySyntax: true,
      minifyWhitespace: byHand === undefined,
      ...(byHand === undefined ? { sourcemap: "linked" as const } : { banner: { js: byHand.banner } }),
      logLevel: "silent",
    });
  } catch (error) {
    throw new FieldproofError(
      "FP-K6-003",
      { reason: messageOf(error).split("\n").slice(0, 3).join(" ") },
      { cause: error },
    );
  }
}
