import { subscribe } from "node:diagnostics_channel";
import { openSync, writeSync } from "node:fs";
import type { IncomingMessage } from "node:http";

/**
 * Loaded into a served stack by `--import`: one line, epoch milliseconds, for each request as it begins, but for those
 * of whoever only looks on.
 */
const file = openSync(process.env["REQUEST_LOG"] ?? "", "a");
subscribe("http.server.request.start", (message) => {
  const { request } = message as { request: IncomingMessage };
  if (request.headers["x-onlooker"] === undefined) writeSync(file, `${Date.now()}\n`);
});
