import { fileURLToPath } from "node:url";
import type { StackCommand } from "../../harness/run/stack-process.ts";

/** How the bundled stack is started from a checkout. */
export const bundledStack = (): StackCommand => ({
  command: process.execPath,
  args: [
    "--disable-warning=ExperimentalWarning",
    fileURLToPath(new URL("../../mock-platform/server.ts", import.meta.url)),
  ],
});
