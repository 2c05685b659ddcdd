import { readFile, writeFile } from "node:fs/promises";
import { withoutRecording } from "./metered-k6.ts";

/** `node strip-recording.ts BUNDLE`: takes the recording out of a bundled scenario, in place. */
const [path = ""] = process.argv.slice(2);
await writeFile(path, withoutRecording(await readFile(path, "utf8")));
