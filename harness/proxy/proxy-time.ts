/** Clock and timers of the proxy, wall milliseconds. The clock never steps: leases must not end with a set clock. */
export interface ProxyTime {
  now(): number;
  /** Runs `task` once after `wallMs`; the returned function cancels it. */
  after(wallMs: number, task: () => void): () => void;
}

/** Node's monotonic clock. A timer never keeps the process alive. */
export const nodeProxyTime: ProxyTime = {
  now: () => performance.now(),
  after: (wallMs, task) => {
    const timer = setTimeout(task, Math.max(0, Math.ceil(wallMs)));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
