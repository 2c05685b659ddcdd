import type { InterruptFacts, InterruptRuling } from "./interrupt-facts.ts";
import { RULES } from "./interruptions.ts";

/** The contract: no request later than this after the harness's death. */
export const LAST_REQUEST_LIMIT_MS = 5000;
/** What a look at the target and a busy machine may add to a lease. */
const LEASE_MARGIN_MS = 1500;

/** Holds what was seen against what the interruption allows. Pure. */
export function ruleInterruption(facts: InterruptFacts): InterruptRuling {
  const faults = facts.trouble === null ? faultsOf(facts) : [facts.trouble];
  return { ...facts, ok: faults.length === 0, faults };
}

function faultsOf(facts: InterruptFacts): string[] {
  const { cell, exit, recoverExit, judgedExit, chains, islands, faultsHeld, wholeMs, lastRequestMs, leaseMs } = facts;
  const rule = RULES[cell.interruption];
  const killed = cell.interruption === "sigkill" || cell.interruption === "sigkill-both";
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  demand(facts.state !== "never interrupted", "the run had ended before the interruption");
  if (rule.exits === null) demand(exit === null, `the process exited with ${exit}, not by the signal`);
  else demand(exit !== null && rule.exits.includes(exit), `exit ${exit}, not ${rule.exits.join(" or ")}`);
  demand(recoverExit === 0, `recover: exit ${recoverExit}`);
  const judged = killed ? [4] : cell.interruption === "disk-full" ? [3, 4] : rule.exits;
  demand(judgedExit !== null && (judged ?? []).includes(judgedExit), `judged: exit ${judgedExit}`);
  demand(facts.verdict !== null && facts.verdict !== "READY", `judged: ${facts.verdict}`);
  demand(rule.says.test(facts.reason), `judged for another reason: ${facts.reason}`);
  demand(chains.read > 0 && chains.faults.length === 0, `evidence: ${chains.faults[0] ?? "no journal"}`);
  demand(facts.locksLeft === 0, `${facts.locksLeft} lock(s) left`);
  demand(facts.processesLeft === 0, `${facts.processesLeft} process(es) left`);
  if (rule.target === "bundled") return faults;
  demand(facts.leaks !== null, "nobody looked for secrets");
  demand((facts.leaks ?? []).length === 0, `a secret in ${facts.leaks?.join(", ")}`);
  demand(faultsHeld === 0, `${faultsHeld} fault(s) held`);
  demand(islands !== null && islands.good === islands.of, `islands at ${islands?.good} of ${islands?.of} PoPs`);
  demand(wholeMs !== null, "the target was never seen whole");
  demand(lastRequestMs !== null, "no request was noted");
  if (cell.interruption === "sigkill" && lastRequestMs !== null)
    demand(lastRequestMs <= LAST_REQUEST_LIMIT_MS, `a request ${Math.round(lastRequestMs)} ms after the kill`);
  if ((killed || cell.interruption === "stood-still") && leaseMs !== null && wholeMs !== null)
    demand(wholeMs <= leaseMs + LEASE_MARGIN_MS, `whole only ${Math.round(wholeMs)} ms after the harness was gone`);
  return faults;
}
