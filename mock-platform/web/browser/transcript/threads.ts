import type { TranscriptLine } from "../../../../core/schema/transcript-wire.ts";

/** The lines of one contact, in their order. */
export interface Thread {
  readonly id: string;
  readonly lines: TranscriptLine[];
}

/** Lines come in the order of time; readers follow one conversation at a time. A thread stands where it began. */
export class Threads {
  readonly #byId = new Map<string, Thread>();

  /** Takes a page of lines in, and gives back the threads that are new or longer now. */
  add(lines: readonly TranscriptLine[]): readonly Thread[] {
    const touched = new Set<Thread>();
    for (const line of lines) {
      const thread = this.#byId.get(line.thread) ?? { id: line.thread, lines: [] };
      this.#byId.set(line.thread, thread);
      thread.lines.push(line);
      touched.add(thread);
    }
    return [...touched];
  }

  clear(): void {
    this.#byId.clear();
  }

  all(): readonly Thread[] {
    return [...this.#byId.values()];
  }
}

/** True when nothing of a conversation may be read. */
export const isClosed = ({ lines }: Thread): boolean => lines.every(({ text }) => text === null);

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What has been read so far, in a line. */
export const summaryOf = (threads: readonly Thread[], isWhole: boolean): string => {
  const lines = threads.flatMap((thread) => thread.lines);
  if (lines.length === 0) return "";
  const withheld = lines.filter(({ text, moderatedAt }) => text === null && moderatedAt === null).length;
  const changed = lines.filter(({ editedAt }) => editedAt !== null).length;
  const taken = lines.filter(({ moderatedAt }) => moderatedAt !== null).length;
  const parts = [
    `${counted(lines.length, "message")} in ${counted(threads.length, "conversation")}`,
    ...(withheld > 0 ? [`${withheld} not shown`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(taken > 0 ? [`${taken} taken away`] : []),
  ];
  return `${isWhole ? "" : "So far: "}${parts.join(" · ")}`;
};
