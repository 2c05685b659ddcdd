/** Timers of the stack, injected so that tests need not wait. */
export interface Scheduler {
  /** Runs `task` once after `wallMs`; the returned function cancels it. Never keeps the process alive. */
  after(wallMs: number, task: () => void): () => void;
}

export const wallScheduler: Scheduler = {
  after: (wallMs, task) => {
    const timer = setTimeout(task, wallMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
