import { writeSync } from "node:fs";
import { startPartner } from "../partner-server.ts";

/** A partner as a process of its own, with the options of `startPartner` as JSON in argv[2]; its address when it is there. */
const { address, settled } = await startPartner(JSON.parse(process.argv[2] ?? "{}"));
writeSync(1, `${JSON.stringify({ address, settled })}\n`);
