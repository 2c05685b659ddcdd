import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { EvidenceItem } from "../../core/contract/drill.ts";
import type { Covers, Verdict } from "../../core/schema/verdict.ts";

/** Islands and keys of one replicate. */
export interface Covered {
  /** Digests of what the islands say that were proved before T0. */
  readonly contents: ReadonlySet<string>;
  /** An island was proved of which the evidence does not tell what it says: runs of before. */
  readonly untold: boolean;
  readonly keys: ReadonlySet<string>;
}

export interface CoveredFold {
  take(item: EvidenceItem): void;
  finish(): Covered;
}

/** Islands as they were proved before T0; keys also as customers' reads met them later, after a rotation for example. */
export function createCovered(): CoveredFold {
  const contents = new Set<string>();
  const keys = new Set<string>();
  let untold = false;
  return {
    take: (item) => {
      if (item.kind === "probe") {
        const { signatureGood, keyId } = item.record;
        if (signatureGood === true && keyId !== null) keys.add(keyId);
      }
      if (item.kind !== "journal" || item.record.kind !== "island.proved") return;
      const { keyId, contentSha256 } = item.record.data;
      if (typeof keyId === "string") keys.add(keyId);
      if (typeof contentSha256 === "string") contents.add(contentSha256);
      else untold = true;
    },
    finish: () => ({ contents, untold, keys }),
  };
}

const sha256 = (value: unknown): string =>
  createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");

/** Over the sorted set of what each island says (`contentSha256`), hex. */
export const islandsDigest = (contents: ReadonlySet<string>): string => sha256([...contents].sort());

/**
 * What a verdict covers beside its plan, from all replicates that proved islands; undefined where none told what they say.
 * Replicates of different islands together cover none; their keys do not differ so, since a rotation is part of a run.
 */
export function coversOf(replicates: readonly Covered[]): Covers | undefined {
  if (!replicates.some(({ contents }) => contents.size > 0)) return undefined;
  const proved = replicates.filter(({ contents, untold }) => contents.size > 0 || untold);
  const digests = new Set(proved.map(({ contents, untold }) => (untold ? null : islandsDigest(contents))));
  const [first = null] = digests;
  const keys = new Set(proved.flatMap((one) => [...one.keys]));
  return { islands: digests.size === 1 ? first : null, keys: [...keys].sort() };
}

/** The verdict with what it covers, where that is known. */
export function withCovers(verdict: Verdict, replicates: readonly Covered[]): Verdict {
  const covers = coversOf(replicates);
  return covers === undefined ? verdict : { ...verdict, run: { ...verdict.run, covers } };
}
