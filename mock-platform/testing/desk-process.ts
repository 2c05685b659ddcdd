import { writeSync } from "node:fs";
import { startStack } from "../server.ts";

/** A stack as a process of its own, with the options of `startStack` as JSON in argv[2]; its addresses when it is there. */
const { pops, origin, ops } = await startStack(JSON.parse(process.argv[2] ?? "{}"));
writeSync(1, `${JSON.stringify({ popA: pops["pop-a"], popB: pops["pop-b"], origin, ops })}\n`);
