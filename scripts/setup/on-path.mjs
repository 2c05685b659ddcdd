import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @param {string} file
 * @returns {boolean} whether it is a file that this user may run
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Looks a command up as a shell would, without starting one.
 * @param {string} name such as "go"
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(file: string) => boolean} [isThere]
 * @returns {string | undefined} its path
 */
export function onPath(name, env, isThere = isExecutable) {
  const endings = process.platform === "win32" ? (env["PATHEXT"] ?? ".EXE;.CMD").split(";") : [""];
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (isThere(file)) return file;
    }
  }
  return undefined;
}
