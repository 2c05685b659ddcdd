import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface RawStore {
  append(entry: string, custody: string): Promise<void>;
  close(): Promise<void>;
}

/** Group commit with nothing around it: what came in while a commit ran goes into the next one. */
export async function openRawStore(path: string): Promise<RawStore> {
  const worker = new Worker(new URL("./raw-worker.ts", import.meta.url), { workerData: { path } });
  await once(worker, "message");
  let waiting: { readonly entry: string; readonly custody: string; done(): void }[] = [];
  let committing: typeof waiting = [];
  const commit = (): void => {
    committing = waiting;
    waiting = [];
    if (committing.length > 0) worker.postMessage(committing.map(({ entry, custody }) => ({ entry, custody })));
  };
  worker.on("message", () => {
    for (const { done } of committing) done();
    commit();
  });
  return {
    append: (entry, custody) =>
      new Promise((resolve) => {
        waiting.push({ entry, custody, done: resolve });
        if (committing.length === 0) commit();
      }),
    close: async () => {
      worker.postMessage("close");
      await once(worker, "exit");
    },
  };
}
