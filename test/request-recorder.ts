import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { openSync, writeSync } from "node:fs";

/**
 * Loaded into a served stack by `--import`: one line, epoch milliseconds, for each request of customers and agents as it
 * begins. What the harness asks of operations and exports is no load.
 */
const NO_LOAD = /^\/(?:ops|export)\//;
const file = openSync(process.env["REQUEST_LOG"] ?? "", "a");
subscribe("http.server.request.start", (message) => {
  const { request } = message as { request: IncomingMessage };
  if (NO_LOAD.test(request.url ?? "")) return;
  writeSync(file, `${Date.now()}\n`);
});
