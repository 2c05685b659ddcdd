import { subscribe } from "node:diagnostics_channel";
import { openSync, writeSync } from "node:fs";

/** Loaded into a served stack by `--import`: one line, epoch milliseconds, for each request as it begins. */
const file = openSync(process.env["REQUEST_LOG"] ?? "", "a");
subscribe("http.server.request.start", () => {
  writeSync(file, `${Date.now()}\n`);
});
