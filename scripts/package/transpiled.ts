import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";

/** A text of the program that names a module of ours, as an import or a path for `new URL`: `"./x.ts"`, `` `${a}/x.ts` ``. */
const MODULE_NAME = /(["`])((?:(?!\1)[^\\\n])*)\.ts\1/g;

/**
 * A module as JavaScript, each name of another module with the ending that it has there.
 * @throws Error when a name with the old ending is left, which would lead nowhere once packed.
 */
export async function transpiled(root: string, path: string): Promise<string> {
  const { code } = await transform(await readFile(join(root, path), "utf8"), {
    loader: "ts",
    format: "esm",
    platform: "neutral",
    target: "es2023",
    legalComments: "none",
    tsconfigRaw: "{}",
  });
  const renamed = code.replace(MODULE_NAME, "$1$2.js$1");
  const left = /[\w$}]\.ts["'`]/.exec(renamed);
  if (left !== null) throw new Error(`${path} names a TypeScript file in a way that packing does not see: ${left[0]}`);
  return renamed;
}
