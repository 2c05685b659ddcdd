import { startChild } from "../../run/child.ts";
import { startWatchdog } from "../watchdog-process.ts";

/** `idle-harness DIR`: has two loads in a watchdog's care, one of them deaf, says who they are, and waits to be killed. */
const DEAF = 'process.on("SIGINT",()=>{});process.on("SIGTERM",()=>{});process.stdout.write("deaf");';
const load = (script: string) =>
  startChild(process.execPath, ["-e", `${script}setInterval(()=>{},1000)`], {
    ...{ env: {}, stdio: ["ignore", "pipe", "ignore"], group: true },
  });

const watchdog = await startWatchdog();
watchdog.folder(process.argv[2] ?? null);
const loads = [load(""), load(DEAF)];
for (const one of loads) watchdog.hold(one, { group: true });
loads[1]?.process.stdout?.once("data", () => {
  void watchdog.settled().then(() => {
    process.stdout.write(`${JSON.stringify({ watchdog: watchdog.mark.pid, pids: loads.map(({ pid }) => pid) })}\n`);
  });
});
