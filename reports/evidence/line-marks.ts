/** A line with its newline is longer than this; marks of shorter ones would be beyond the room, and stay unset. */
const LEAST_LINE_BYTES = 128;

/** One bit for each line of a file, which one thread sets while another reads them. */
export interface LineMarks {
  /** What a worker is handed to make the same marks of. */
  readonly memory: { readonly bits: SharedArrayBuffer; readonly progress: SharedArrayBuffer };
  set(line: number): void;
  isSet(line: number): boolean;
  /** Says that all lines before `line` were looked at. */
  advance(line: number): void;
  /** Resolves once all lines before `line` were looked at, or nothing more will be. */
  reached(line: number): Promise<void>;
  /** Nothing more will be looked at. */
  end(): void;
}

const END = -1;

export const newLineMarks = (fileBytes: number): LineMarks =>
  lineMarks({
    bits: new SharedArrayBuffer(Math.ceil(fileBytes / LEAST_LINE_BYTES / 8) + 1),
    progress: new SharedArrayBuffer(4),
  });

export function lineMarks(memory: LineMarks["memory"]): LineMarks {
  const bits = new Uint8Array(memory.bits);
  const progress = new Int32Array(memory.progress);
  const put = (value: number): void => {
    if (Atomics.load(progress, 0) === END) return;
    Atomics.store(progress, 0, value);
    Atomics.notify(progress, 0);
  };
  return {
    memory,
    set: (line) => {
      const at = line >> 3;
      if (at < bits.length) bits[at] = (bits[at] ?? 0) | (1 << (line & 7));
    },
    isSet: (line) => ((bits[line >> 3] ?? 0) & (1 << (line & 7))) !== 0,
    advance: put,
    end: () => put(END),
    reached: async (line) => {
      for (;;) {
        const now = Atomics.load(progress, 0);
        if (now === END || now >= line) return;
        await Atomics.waitAsync(progress, 0, now).value;
      }
    },
  };
}
