import { execFileSync } from "node:child_process";

/** What processes still hold open below `folder`. */
export const heldBelow = (folder: string): string[] =>
  execFileSync("sh", ["-c", `ls -l /proc/[0-9]*/fd 2>/dev/null | grep -F '${folder}' || true`], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
