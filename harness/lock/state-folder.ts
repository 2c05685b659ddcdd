import { lstat, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where the locks of this user are: `$FIELDPROOF_STATE`, else by the XDG Base Directory Specification
 * `$XDG_STATE_HOME/fieldproof` or `~/.local/state/fieldproof`. Relative values of XDG variables do not count, as it says.
 */
export function stateFolderPath(env: Env, home: string = homedir()): string {
  const own = env["FIELDPROOF_STATE"];
  if (own !== undefined && own !== "") return own;
  const xdg = env["XDG_STATE_HOME"];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, ".local", "state"), "fieldproof");
}

/** Makes the folder if it is not there. @throws FieldproofError FP-LOCK-004 when it is not the caller's alone */
export async function openStateFolder(path: string): Promise<string> {
  const refused = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-LOCK-004", { path: printable(path, 400), reason }, { cause });
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const found = await lstat(path);
    if (!found.isDirectory()) throw refused("it is not a folder");
    if (process.platform !== "win32") {
      if (found.uid !== process.getuid?.()) throw refused("it belongs to another user");
      if ((found.mode & 0o022) !== 0) throw refused("others may write to it");
    }
    return path;
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    throw refused(fileReason(error), error);
  }
}
