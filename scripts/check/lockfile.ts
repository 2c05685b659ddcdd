import type { CheckReport } from "./report.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const ADDRESS = /\b(?:https?|git|ssh):\/\/|registry\.[a-z]|\bnpmjs\b/i;

/** Every string with its path, but for `funding`, whose addresses npm never opens. */
function* strings(value: Json, path: string): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value)) for (const [index, each] of value.entries()) yield* strings(each, `${path}[${index}]`);
  else if (isRecord(value)) {
    for (const [key, each] of Object.entries(value)) {
      yield [`${path} > ${key}`, key];
      if (key !== "funding") yield* strings(each, `${path} > ${key}`);
    }
  }
}

/** `npm ci` refuses a lockfile in which a platform's package is named but has no entry of its own. */
const unlisted = (packages: { readonly [key: string]: Json }): string[] => {
  const listed = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
  return Object.entries(packages).flatMap(([path, entry]) => {
    const optional = isRecord(entry) ? entry["optionalDependencies"] : undefined;
    const names = isRecord(optional) ? Object.keys(optional) : [];
    return names
      .filter((name) => !listed.has(name))
      .map(
        (name) =>
          `package-lock.json: ${path || "the project"} names ${name}, which has no entry: \`npm ci\` refuses it`,
      );
  });
};

/** The lockfile names packages, versions and digests, and no address: any registry or mirror will do. */
export const checkLockfile = (text: string): CheckReport => {
  const name = "lockfile";
  let lock: Json;
  try {
    lock = JSON.parse(text);
  } catch (error) {
    return {
      name,
      summary: "unreadable",
      faults: [`package-lock.json: ${error instanceof Error ? error.message : error}`],
    };
  }
  const packages = isRecord(lock) ? lock["packages"] : undefined;
  if (!isRecord(packages)) return { name, summary: "unreadable", faults: ["package-lock.json has no `packages`"] };
  const entries = Object.entries(packages);
  const resolved = entries
    .filter(([, entry]) => isRecord(entry) && "resolved" in entry)
    .map(
      ([path]) => `package-lock.json: ${path} has \`resolved\`; .npmrc's omit-lockfile-registry-resolved keeps it out`,
    );
  const addresses = [...strings(lock, "")]
    .filter(([path, value]) => !path.endsWith("> resolved") && ADDRESS.test(value))
    .map(([path, value]) => `package-lock.json:${path} holds an address: ${value.slice(0, 80)}`);
  const digests = entries.filter(([, entry]) => isRecord(entry) && "integrity" in entry).length;
  return {
    name,
    summary: `${entries.length} packages, ${digests} with a digest`,
    faults: [...resolved, ...addresses, ...unlisted(packages)],
  };
};
