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
