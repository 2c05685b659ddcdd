import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { HealthRecord } from "../../core/schema/evidence.ts";
import { fileReason } from "../../core/text/file-reason.ts";

const EVERY_MS = 1000;
/** Clock ticks a second in /proc/<pid>/stat; 100 on every Linux that Node supports. */
const TICKS_PER_SEC = 100;

interface CpuTimes {
  readonly idle: number;
  readonly total: number;
}

const hostTimes = (): CpuTimes => {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total };
};

/** CPU seconds and resident megabytes of a process; null where /proc does not tell. */
async function processUse(pid: number | undefined): Promise<{ cpuSec: number; rssMb: number } | null> {
  if (pid === undefined) return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The command may hold spaces and brackets; the numbers begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuSec: ticks / TICKS_PER_SEC, rssMb: (Number(fields[21]) * 4096) / 1e6 };
  } catch {
    return null;
  }
}

export interface HealthSampler {
  /** The first sample that could not be written: from then on nobody knows whether the generator was fit. */
  fault(): FieldproofError | null;
  /** Epoch milliseconds of k6's last sign of life. */
  heartbeat(at: number): void;
  stop(): Promise<void>;
}

/** Samples the generator's health each wall second into `path`, until stopped. */
export function startHealthSampler(path: string, k6Pid: () => number | undefined): HealthSampler {
  const out = createWriteStream(path, { flags: "a" });
  let fault: FieldproofError | null = null;
  out.on("error", (error) => {
    fault ??= new FieldproofError("FP-RUN-002", { path, reason: fileReason(error) }, { cause: error });
  });
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const startWall = Date.now();
  const startMono = performance.now();
  let lastHost = hostTimes();
  let lastK6: { cpuSec: number; at: number } | null = null;
  let lastHeartbeat: number | null = null;

  const sample = async (): Promise<void> => {
    const host = hostTimes();
    const total = host.total - lastHost.total;
    const k6 = await processUse(k6Pid());
    const at = performance.now();
    const record: HealthRecord = {
      kind: "health",
      at: Date.now(),
      hostIdle: total > 0 ? Math.min(1, Math.max(0, (host.idle - lastHost.idle) / total)) : null,
      k6CpuShare:
        k6 !== null && lastK6 !== null && at > lastK6.at
          ? Math.max(0, ((k6.cpuSec - lastK6.cpuSec) * 1000) / (at - lastK6.at))
          : null,
      k6RssMb: k6?.rssMb ?? null,
      k6HeartbeatAgeMs: lastHeartbeat === null ? null : Math.max(0, Date.now() - lastHeartbeat),
      eventLoopLagMs: Math.max(0, lag.max / 1e6),
      clockDriftMs: Date.now() - startWall - (at - startMono),
    };
    lag.reset();
    lastHost = host;
    lastK6 = k6 === null ? null : { cpuSec: k6.cpuSec, at };
    out.write(`${JSON.stringify(record)}\n`);
  };
  let pending = Promise.resolve();
  const timer = setInterval(() => {
    pending = pending.then(sample);
  }, EVERY_MS);
  return {
    fault: () => fault,
    heartbeat: (at) => {
      lastHeartbeat = at;
    },
    stop: async () => {
      clearInterval(timer);
      await pending;
      lag.disable();
      await new Promise<void>((resolve) => out.end(() => resolve()));
    },
  };
}
