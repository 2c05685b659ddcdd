import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

export type FoundProgram = { readonly path: string } | { readonly missing: "missing" | "not-executable" };

const look = async (path: string): Promise<"runs" | "missing" | "not-executable"> => {
  try {
    if (!(await stat(path)).isFile()) return "not-executable";
  } catch {
    return "missing";
  }
  return access(path, constants.X_OK).then(
    () => "runs",
    () => "not-executable",
  );
};

/**
 * Where a program is: an absolute path as it stands, a bare name by `searchPath`. Relative folders of the search path,
 * the empty one among them, are passed over: what runs must not hang on where the harness was started.
 */
export async function findProgram(program: string, searchPath: string): Promise<FoundProgram> {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program));
  let missing: "missing" | "not-executable" = "missing";
  for (const path of candidates) {
    const state = await look(path);
    if (state === "runs") return { path };
    if (state === "not-executable") missing = state;
  }
  return { missing };
}
