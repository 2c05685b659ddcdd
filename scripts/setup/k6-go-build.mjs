import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { adoptK6, workFolder } from "./k6-cache.mjs";
import { onPath } from "./on-path.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const LIMIT_MS = 15 * 60_000;

/**
 * @typedef {object} GoBuildOptions
 * @property {string} target where the k6 goes
 * @property {string} module the folder with go.mod and go.sum
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} log
 * @property {number} [limitMs]
 * @property {(text: string) => void} [update]
 */

/**
 * Builds k6 from its Go module. `go.sum` pins every byte, so nothing but the compiler has to be trusted; the
 * toolchain on the machine is used as it is (`GOTOOLCHAIN=local`), never another one downloaded.
 * @param {GoBuildOptions} options
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function buildK6({ target, module, env, log, limitMs = LIMIT_MS, update }) {
  const go = onPath("go", env);
  if (go === undefined) return { ok: false, reason: "Go is not installed (no `go` on PATH)" };
  const folder = workFolder(target);
  try {
    const file = join(folder, basename(target));
    let packages = 0;
    const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", file, "go.k6.io/k6/v2"];
    const outcome = await runCommand(go, args, {
      cwd: module,
      env: { ...env, GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOWORK: "off" },
      log,
      limitMs,
      onLine: () => {
        packages += 1;
        update?.(`building with Go, ${packages} steps done`);
      },
    });
    if (outcome.code !== 0) {
      const why = outcome.problem ?? `ended with ${outcome.code}`;
      return { ok: false, reason: `\`go build\` ${why}\n${lastLines(outcome.output, 3)}` };
    }
    return await adoptK6(file, target, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
