import { FieldproofError } from "../../core/errors/fieldproof-error.ts";

/** A whole number within bounds, both allowed. @throws FieldproofError FP-CLI-001 */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new FieldproofError("FP-CLI-001", {
      problem: `${flag} takes a whole number from ${least} to ${most}, not "${text.slice(0, 40)}".`,
    });
  }
  return value;
}

/** `i/n`: the i-th of n parts, from 1. @throws FieldproofError FP-CLI-001 */
export function shardOf(text: string): { readonly part: number; readonly of: number } {
  const shard = /^(\d{1,3})\/(\d{1,3})$/.exec(text);
  const part = Number(shard?.[1]);
  const of = Number(shard?.[2]);
  if (shard === null || part < 1 || part > of)
    throw new FieldproofError("FP-CLI-001", { problem: `--shard takes i/n, for example 1/4, not "${text}".` });
  return { part, of };
}

const HOUR_MS = 3_600_000;
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS };

/** `12h`, `30d`, `8w` in milliseconds. @throws FieldproofError FP-CLI-001 */
export function ageMs(flag: string, text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `${flag} takes an age such as 12h, 30d or 8w, not "${text.slice(0, 40)}".`,
    });
  return Number(count) * unitMs;
}
