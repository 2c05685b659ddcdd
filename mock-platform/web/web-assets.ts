import { basename, dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
}

export interface WebAssets {
  /** By path, as `/assets/stream-3f0a.js`. */
  readonly files: ReadonlyMap<string, Asset>;
  /** The path of an entry, as `stream.js`. */
  pathOf(entry: string): string;
}

export const PAGES = ["stream", "desk", "transcript"] as const;
export type PageName = (typeof PAGES)[number];

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/** Bundles the pages' scripts, styles and typeface in memory. Rejects when a source does not build. */
export const buildWebAssets = async (): Promise<WebAssets> => {
  const built = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries([
      ...PAGES.map((page) => [page, `browser/${page}/${page}.ts`]),
      ...PAGES.map((page) => [`${page}-style`, `style/${page}.css`]),
      ["icon", "style/icon.svg"],
    ]),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    outdir: "assets",
    publicPath: "/assets",
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "copy" },
    legalComments: "none",
    logLevel: "silent",
    tsconfigRaw: "{}",
  });
  const files = new Map<string, Asset>();
  for (const { path, contents } of built.outputFiles) {
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    files.set(`/assets/${basename(path)}`, { body: Buffer.from(contents), type });
  }
  const entries = new Map<string, string>();
  for (const [output, { entryPoint }] of Object.entries(built.metafile.outputs)) {
    if (entryPoint === undefined) continue;
    const folder = basename(dirname(entryPoint));
    const name = basename(entryPoint, extname(entryPoint));
    const kind = extname(output);
    entries.set(folder === "style" && kind === ".js" ? `${name}${extname(entryPoint)}` : `${name}${kind}`, output);
  }
  return {
    files,
    pathOf: (entry) => {
      const output = entries.get(entry);
      if (output === undefined) throw new Error(`there is no asset called ${entry}`);
      return `/assets/${basename(output)}`;
    },
  };
};

let cached: Promise<WebAssets> | undefined;

/** The pages' assets, built when a page is first asked for and kept; a build that failed is tried again. */
export const webAssets = (): Promise<WebAssets> => {
  cached ??= buildWebAssets().catch((error: unknown) => {
    cached = undefined;
    throw error;
  });
  return cached;
};
