import type { StampUnit } from "../../../core/schema/http-request-mapping.ts";
import type { Value } from "./template.ts";

/** RFC 3339, the part of ISO 8601 that leaves no doubt; a blank may stand for the T. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
/** The year 9999: what lies behind it is no stamp. */
const LAST_MS = 253_402_300_800_000;

const inRange = (ms: number): number | null => (Number.isFinite(ms) && ms >= 0 && ms < LAST_MS ? ms : null);

/** Epoch milliseconds of a target's stamp in its unit, or null when it cannot be read as one. */
export function readStamp(value: Value | undefined, unit: StampUnit): number | null {
  if (unit === "iso") {
    if (typeof value !== "string" || !RFC_3339.test(value)) return null;
    return inRange(Date.parse(value.replace(" ", "T").toUpperCase()));
  }
  const number = typeof value === "string" && /^\d{1,16}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? inRange(unit === "s" ? number * 1000 : number) : null;
}
