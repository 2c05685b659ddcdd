import { readRunLeft } from "./run-left.ts";
import { isUnbegun } from "./unbegun-run.ts";

/**
 * What a run left at its target, in words; null when it left nothing.
 * @throws FieldproofError FP-RECOVER-001, -002, -003, -005 when its folder does not tell
 */
export async function leftBehind(runDir: string): Promise<string | null> {
  if (await isUnbegun(runDir)) return null;
  const { replicates } = await readRunLeft(runDir);
  const left = replicates.flatMap(({ folder, outstanding }) =>
    outstanding.map(({ stimulus, target }) => `${stimulus} at ${target} (${folder})`),
  );
  return left.length === 0 ? null : left.join(", ");
}
