import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JournalEntry } from "../core/schema/evidence.ts";
import { openJournal } from "../harness/evidence/journal.ts";
import { sealRun } from "../harness/evidence/seal.ts";
import { GOLDEN_CASES } from "../scripts/golden/cases.ts";
import { openGolden } from "../scripts/golden/judge-golden.ts";
import { testFolder } from "./temp-folder.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

export type Part = Record<string, unknown> | ((value: Record<string, unknown>) => Record<string, unknown>);

/** A recorded nano-drop run, unpacked, to be edited as somebody might who wants another verdict. */
export class GoldenCopy {
  readonly runDir: string;

  constructor(runDir: string) {
    this.runDir = runDir;
  }

  static async of(name: "ready" | "not-ready"): Promise<GoldenCopy> {
    const golden = GOLDEN_CASES.find((one) => one.drill === "nano-drop" && one.name === name);
    if (golden === undefined) throw new Error(`there is no golden run ${name}`);
    return new GoldenCopy(await openGolden(root, golden, await testFolder("copy")));
  }

  path(file: string): string {
    return join(this.runDir, file);
  }

  text(file: string): Promise<string> {
    return readFile(this.path(file), "utf8");
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(this.path(file), text);
  }

  remove(file: string): Promise<void> {
    return rm(this.path(file), { recursive: true });
  }

  /** Puts other values into a JSON file; layout is that of the harness. */
  async json(file: string, part: Part): Promise<void> {
    const value: Record<string, unknown> = JSON.parse(await this.text(file));
    const other = typeof part === "function" ? part(value) : part;
    await this.write(file, `${JSON.stringify({ ...value, ...other }, null, 2)}\n`);
  }

  /** Edits the lines of an NDJSON file; a line that becomes null goes. */
  async lines(
    file: string,
    edit: (value: Record<string, unknown>, index: number) => Record<string, unknown> | null,
  ): Promise<void> {
    const lines = (await this.text(file)).split("\n").filter(Boolean);
    const kept = lines.flatMap((line, index) => {
      const edited = edit(JSON.parse(line), index);
      return edited === null ? [] : [`${JSON.stringify(edited)}\n`];
    });
    await this.write(file, kept.join(""));
  }

  /** Writes a journal anew with a chain that holds: for making other honest runs of a recorded one. */
  async journal(
    folder: string,
    edit: (entries: JournalEntry[]) => readonly Pick<JournalEntry, "kind" | "data" | "at">[],
  ) {
    const file = `${folder}/journal.ndjson`;
    const entries: JournalEntry[] = (await this.text(file))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    await this.remove(file);
    const moments = edit(entries);
    let place = 0;
    const journal = await openJournal(this.path(file), { now: () => moments[place]?.at ?? 0 });
    for (const { kind, data } of moments) {
      await journal.append(kind, data);
      place++;
    }
    await journal.close();
  }

  /** Seals the folder again, as whoever edited it would. */
  async reseal(): Promise<void> {
    await sealRun(this.runDir);
  }
}
