import { build } from "esbuild";

export interface RuntimeModules {
  /** TypeScript below the root that the entries reach, types left out. */
  readonly modules: readonly string[];
  /** npm packages that they import. */
  readonly packages: readonly string[];
}

const packageOf = (specifier: string): string => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/**
 * Follows imports from `entries`, those inside functions too.
 * @throws Error where an import leads nowhere.
 */
export async function runtimeModules(root: string, entries: readonly string[]): Promise<RuntimeModules> {
  const packages = new Set<string>();
  const built = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    bundle: true,
    write: false,
    metafile: true,
    outdir: "out",
    format: "esm",
    platform: "node",
    logLevel: "silent",
    tsconfigRaw: "{}",
    plugins: [
      {
        name: "packages stay outside",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
            if (kind === "entry-point") return undefined;
            if (!path.startsWith("node:") && !/^k6(\/|$)/.test(path)) packages.add(packageOf(path));
            return { path, external: true };
          });
        },
      },
    ],
  });
  return { modules: Object.keys(built.metafile.inputs).sort(), packages: [...packages].sort() };
}
