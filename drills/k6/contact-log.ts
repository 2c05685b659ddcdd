import type { K6Line } from "../../core/schema/evidence.ts";

/** Writes one evidence line; with `--log-format raw` the console file holds exactly these lines. */
export const record = (line: K6Line): void => {
  console.log(JSON.stringify(line));
};
