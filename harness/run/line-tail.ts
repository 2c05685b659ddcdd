import { open } from "node:fs/promises";

const EVERY_MS = 200;
const CHUNK_BYTES = 1 << 20;

export interface LineTail {
  stop(): Promise<void>;
}

/** Follows a growing file and passes on each whole line, for progress only: the evidence is read again at the end. */
export function tailLines(path: string, onLine: (line: string) => void): LineTail {
  let offset = 0;
  let rest = "";
  let stopped = false;
  const drain = async (): Promise<void> => {
    const file = await open(path, "r").catch(() => null);
    if (file === null) return;
    try {
      const buffer = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, offset);
        if (bytesRead === 0) break;
        offset += bytesRead;
        const lines = (rest + buffer.toString("utf8", 0, bytesRead)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
    } finally {
      await file.close();
    }
  };
  let pending = Promise.resolve();
  const timer = setInterval(() => {
    if (!stopped) pending = pending.then(drain);
  }, EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await pending;
      await drain();
    },
  };
}
