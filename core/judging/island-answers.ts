import { PERSONAL_INTENTS } from "../contract/ids.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";

/** Whether the island's answers were to what was asked, true, and from an island that was proved. */
export interface IslandAnswers {
  /** `provedKeys`: ids of the keys under which islands were proved at the locations. */
  take(record: ContactRecord, provedKeys: ReadonlySet<string>): void;
  /** Answers to a question that was not asked, or that only a person may answer. */
  readonly misread: { n: number; misses: number; readonly examples: Examples };
  /** Answers to the right question that lacked the fact, or cite no island that anybody proved. */
  readonly untrue: { n: number; misses: number; readonly examples: Examples };
}

export function createIslandAnswers(options: { readonly t0: number; readonly timeFactor: number }): IslandAnswers {
  const misread = { n: 0, misses: 0, examples: createExamples() };
  const untrue = { n: 0, misses: 0, examples: createExamples() };
  return {
    misread,
    untrue,
    take: (record, provedKeys) => {
      const answer = record.seen.find((seen) => seen.author === "assistant");
      if (answer === undefined) return;
      const example = {
        contact: record.clientContactId,
        message: answer.id,
        atSec: ((answer.at - options.t0) * options.timeFactor) / 1000,
      };
      misread.n++;
      if (record.answeredIntent !== record.intent || PERSONAL_INTENTS.includes(record.intent)) {
        misread.misses++;
        const taken = record.answeredIntent ?? "nothing known";
        misread.examples.add({ ...example, what: `asked about ${record.intent}, answered as ${taken}` });
        return;
      }
      untrue.n++;
      const traced = answer.islandVersion !== null && answer.keyId !== null && provedKeys.has(answer.keyId);
      if (answer.right === true && traced) return;
      untrue.misses++;
      if (answer.right === true) {
        const cited = answer.keyId === null ? "no island" : "an island under a key that no proved one had";
        untrue.examples.add({ ...example, what: `the answer about ${record.intent} cites ${cited}` });
        return;
      }
      const version = answer.islandVersion === null ? "" : ` (island version ${answer.islandVersion})`;
      untrue.examples.add({
        ...example,
        what: `the answer about ${record.intent} lacked the catalogue's fact${version}`,
      });
    },
  };
}
