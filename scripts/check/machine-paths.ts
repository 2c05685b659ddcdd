import type { CheckReport, TextFile } from "./report.ts";

/** Built from parts, so that this file passes its own check. */
const HOMES = ["home", "Users"].map((name) => `/${name}/[A-Za-z0-9._-]+`);
const FOLDERS = ["root", "work", "tmp", "private/tmp", "var/folders", "mnt", "workspace"].map(
  (name) => `/${name}/[A-Za-z0-9._-]+`,
);
const MACHINE_PATH = new RegExp(
  `(?<![\\w./~$}*-])(?:file://)?(?:${[...HOMES, ...FOLDERS].join("|")}|[A-Z]:\\\\Users\\\\\\w+)`,
  "g",
);
const HOSTS = [
  ["registry", "npmjs"],
  ["registry", "yarnpkg"],
  ["npm", "pkg", "github"],
  ["proxy", "golang"],
  ["sum", "golang"],
  ["pypi", "org"],
  ["files", "pythonhosted"],
  ["jfrog", "io"],
];
const REGISTRY_HOST = new RegExp(HOSTS.map((parts) => `\\b${parts.join("\\.")}\\b`).join("|"), "gi");

/** Go's own checksum file names hosts of modules; it is machine-made. */
const SKIPPED = /(^|\/)go\.(sum|mod)$|(^|\/)package-lock\.json$|(^|\/)LICENSE$/;

/** Nothing in the repository is of one machine only, and nothing names a package registry. */
export const checkMachinePaths = (files: readonly TextFile[]): CheckReport => {
  const read = files.filter(({ path }) => !SKIPPED.test(path));
  const faults = read.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const at = `${path}:${index + 1}`;
      return [
        ...[...line.matchAll(MACHINE_PATH)].map(([found]) => `${at} names a path of one machine: ${found}`),
        ...[...line.matchAll(REGISTRY_HOST)].map(([found]) => `${at} names a package registry's host: ${found}`),
      ];
    }),
  );
  return { name: "machine paths", summary: `${read.length} text files`, faults };
};
