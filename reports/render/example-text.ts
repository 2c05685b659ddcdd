import type { ObjectiveResult } from "../../core/schema/verdict.ts";

/** Where a miss can be looked up, as people read it: `contact x-000012, message m-9, at 41.3 s: was sent and never seen`. */
export function exampleText({ contact, message, atSec, what }: ObjectiveResult["examples"][number]): string {
  const place = [
    ...(contact === null ? [] : [`contact ${contact}`]),
    ...(message === null ? [] : [`message ${message}`]),
    ...(atSec === null ? [] : [`at ${atSec.toFixed(1)} s`]),
  ].join(", ");
  return place === "" ? what : `${place}: ${what}`;
}
