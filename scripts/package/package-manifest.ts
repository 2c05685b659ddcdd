import { NODE_RANGE } from "../setup/versions.mjs";

/** The parts of the checkout's package.json that packing reads. */
export interface OwnManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What the packed files need though no module imports it: the pages' stylesheets name a typeface. */
const BY_STYLESHEETS: readonly string[] = ["@fontsource-variable/inter"];

/**
 * The package.json of the packed tool: the same version and pins, of the dependencies only what it needs.
 * @throws Error when the program imports a package that is no dependency.
 */
export function packageManifest(own: OwnManifest, packages: readonly string[]): Readonly<Record<string, unknown>> {
  const needed = [...packages, ...BY_STYLESHEETS].sort();
  const dependencies = needed.map((name) => {
    const version = own.dependencies[name];
    if (version === undefined) throw new Error(`the program imports ${name}, which is no dependency`);
    return [name, version] as const;
  });
  return {
    name: own.name,
    version: own.version,
    description: own.description,
    license: own.license,
    type: "module",
    bin: { fieldproof: "bin/fieldproof.cjs" },
    engines: { node: NODE_RANGE },
    dependencies: Object.fromEntries(dependencies),
  };
}
