import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCE = new URL("./browser/chart-enhancement.ts", import.meta.url);

/** Where a packed project keeps the script made beforehand by `buildBrowserScript`: beside this module. */
export const PREBUILT_SCRIPT = "chart-enhancement.js";

/** Chart.js and its colour library are under the MIT licence, whose notice goes with every copy. */
const NOTICE = `/* Holds Chart.js (c) Chart.js Contributors and @kurkle/color (c) Jukka Kurkela, under the MIT License:
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */`;

/** Throws when the script could leave its element, whatever a dependency brings with it. */
export function assertEmbeddable(script: string): string {
  if (/<\/script|<!--/i.test(script)) throw new Error("the chart script holds a sequence that ends its element");
  return script;
}

/**
 * The page's script in one piece, the same bytes for the same sources. Throws when the sources or the bundler are
 * not there, or when the outcome could not stand in a page.
 */
export async function buildBrowserScript(source: URL = SOURCE): Promise<string> {
  const built = await build({
    entryPoints: [fileURLToPath(source)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2020",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    banner: { js: NOTICE },
    tsconfigRaw: "{}",
  });
  return assertEmbeddable(built.outputFiles[0]?.text ?? "");
}

async function readyScript(): Promise<string | null> {
  try {
    if (existsSync(SOURCE)) return await buildBrowserScript();
    return assertEmbeddable(await readFile(new URL(`./${PREBUILT_SCRIPT}`, import.meta.url), "utf8"));
  } catch {
    // A report without its enhancement is complete; a lost report is not. The page names what is missing.
    return null;
  }
}

let cached: Promise<string | null> | undefined;

/** The script, built once in a process; null where it can neither be built nor read. */
export function browserScript(): Promise<string | null> {
  cached ??= readyScript();
  return cached;
}
