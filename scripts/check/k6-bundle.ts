import { relative } from "node:path";
import { build } from "esbuild";
import { k6Hazards } from "./k6-hazards.ts";
import type { CheckReport } from "./report.ts";

/** Each VU evaluates its own copy of the bundle. */
const MOST_BYTES = 60_000;
/** One VU lives everybody there, and one beats. */
const MOST_BYTES_OF_TWO = 120_000;
const OF_TWO_VUS = "drills/k6/mapped/";
/** Packages that may end up in k6; each costs every VU. */
const ALLOWED_PACKAGES: ReadonlySet<string> = new Set(["@tufjs/canonical-json"]);

export interface K6Bundle {
  /** The scenario's path, relative to the repository. */
  readonly entry: string;
  /** What went into it, relative to the repository. */
  readonly inputs: readonly string[];
  /** Imports left for k6 to resolve. */
  readonly externals: readonly string[];
  /** Not minified. */
  readonly code: string;
  /** Size of the file that k6 gets. */
  readonly bytes: number;
}

/** esbuild's settings of harness/run/bundle.ts, but for the file it writes. */
const OPTIONS = {
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2017",
  external: ["k6", "k6/*"],
  write: false,
  metafile: true,
  logLevel: "silent",
} as const;

/** @throws when esbuild does, for instance on an import that it cannot resolve */
export const bundleForCheck = async (root: string, entry: string): Promise<K6Bundle> => {
  const common = {
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: [entry],
    external: [...OPTIONS.external],
    mainFields: [...OPTIONS.mainFields],
  };
  const [plain, small] = await Promise.all([
    build(common),
    build({ ...common, minifySyntax: true, minifyWhitespace: true }),
  ]);
  const outputs = Object.values(plain.metafile.outputs);
  return {
    entry,
    inputs: Object.keys(plain.metafile.inputs).map((path) => relative(root, `${root}/${path}`).replaceAll("\\", "/")),
    externals: outputs.flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true).map(({ path }) => path),
    ),
    code: plain.outputFiles.map(({ text }) => text).join("\n"),
    bytes: small.outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0),
  };
};

const packageIn = (input: string): string | undefined =>
  /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];

/** Everything that makes a bundle unfit for k6, with the door to use instead. */
export const bundleFaults = ({ entry, inputs, externals, code, bytes }: K6Bundle): readonly string[] => {
  const strange = new Set(inputs.map(packageIn).filter((name) => name !== undefined && !ALLOWED_PACKAGES.has(name)));
  const limit = entry.startsWith(OF_TWO_VUS) ? MOST_BYTES_OF_TWO : MOST_BYTES;
  return [
    ...[...strange].map(
      (name) => `takes in the package ${name}: each VU would pay for it; do it in Node and hand k6 JSON`,
    ),
    ...inputs
      .filter((path) => path.startsWith("core/schema/"))
      .map((path) => `takes in ${path}, and zod with it: \`import type\`, and validate in Node`),
    ...externals.filter((name) => !/^k6(\/|$)/.test(name)).map((name) => `imports "${name}", which k6 cannot find`),
    ...(bytes > limit ? [`is ${bytes} bytes; the limit is ${limit}: every VU evaluates its own copy`] : []),
    ...k6Hazards(code),
  ].map((fault) => `${entry}: ${fault}`);
};

/** What k6 is started on: each drill's scenario, that of mapped desks, and the walk of a real browser. */
const ENTRY = /^drills\/(?:[^/]+\/scenario|k6\/browser\/browser-walk|k6\/mapped\/mapped-scenario)\.ts$/;

/** Bundles every one of them as a run does and looks at what k6 would get. */
export const checkK6Bundles = async (root: string, paths: readonly string[]): Promise<CheckReport> => {
  const name = "k6 bundles";
  const entries = paths.filter((path) => ENTRY.test(path));
  if (entries.length === 0) return { name, summary: "none", faults: ["there is no drills/*/scenario.ts to bundle"] };
  const reports = await Promise.all(
    entries.map(async (entry) => {
      try {
        const bundle = await bundleForCheck(root, entry);
        return { size: `${entry} ${(bundle.bytes / 1_000).toFixed(1)} kB`, faults: bundleFaults(bundle) };
      } catch (error) {
        const why = error instanceof Error ? error.message.split("\n").slice(0, 3).join(" ") : String(error);
        return { size: `${entry} none`, faults: [`${entry}: cannot be bundled: ${why}`] };
      }
    }),
  );
  return { name, summary: reports.map(({ size }) => size).join(", "), faults: reports.flatMap(({ faults }) => faults) };
};
