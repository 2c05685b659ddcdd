import type { EvidenceItem, JudgeInput } from "../../contract/drill.ts";
import type { Lane } from "../../contract/ids.ts";
import type { Plan } from "../../schema/plan.ts";
import { createIdTable } from "../../metrics/id-table.ts";
import type { AccessQuestion } from "../../contract/access-attempts.ts";
import { type AccessProofs, createAccessProofs } from "../access-proofs.ts";
import { type AgentWork, createAgentWork } from "../agent-work.ts";
import { type Agreement, createAgreement } from "../agreement.ts";
import { createBesideTheLoad } from "../beside-the-load.ts";
import { type BrowserWalks, createBrowserWalks } from "../browser-walks.ts";
import { type ContactOutcomes, createContactOutcomes } from "../contact-outcomes.ts";
import { createDeskAccountFold, type DeskAccountFold } from "../desk-account.ts";
import { createDeskFigures } from "../desk-figures.ts";
import { createDeskMetrics, type DeskMetrics } from "../desk-metrics.ts";
import { createDeliveries, type Deliveries } from "../deliveries.ts";
import { createDeskAccess, type DeskAccess } from "../desk-access.ts";
import { createFollowUps, type FollowUps } from "../follow-ups.ts";
import { createGenuineReplies, type GenuineReplies } from "../genuine-replies.ts";
import { createGivenAgain, type GivenAgain } from "../given-again.ts";
import { humanWaitOf } from "../human-wait.ts";
import { createIslandAnswers, type IslandAnswers } from "../island-answers.ts";
import { createIslandReadiness, type IslandReadiness } from "../island-readiness.ts";
import { createLogAbsence, type LogAbsence } from "../log-absence.ts";
import { createLoggedOffers } from "../logged-offers.ts";
import { createOffers } from "../offers.ts";
import { createQueueOrder, type QueueOrder } from "../queue-order-inversions.ts";
import { createReconciliation, type Reconciliation } from "../reconciliation.ts";
import { createTargetClock, type TargetClock } from "../target-clock.ts";

/** Everything that nano-drop folds from its evidence. */
export interface NanoDropFolds {
  readonly walks: BrowserWalks;
  readonly access: DeskAccess;
  readonly doors: Readonly<Record<AccessQuestion, AccessProofs>>;
  readonly work: AgentWork;
  readonly joined: Reconciliation;
  /** Whether the target said that it has no log. */
  readonly absence: LogAbsence;
  readonly agreement: Agreement;
  readonly islands: IslandReadiness;
  readonly outcomes: ContactOutcomes;
  readonly deliveries: Deliveries;
  readonly genuine: GenuineReplies;
  readonly again: GivenAgain;
  readonly answers: IslandAnswers;
  readonly followUps: FollowUps;
  readonly clock: TargetClock;
  /** What a mapped desk says itself. */
  readonly account: DeskAccountFold;
  readonly desk: DeskMetrics;
  /** The queue's order by the desk's own log. */
  readonly order: QueueOrder;
  take(item: EvidenceItem): void;
}

/** The lanes that slots serve in turn, as the harness tells the agents' scenario. */
export const lanesOf = (plan: Plan): readonly Lane[] =>
  plan.customers.standardLaneShare > 0 ? ["stream", "standard"] : ["stream"];

/** Walks and tries at doors must be taken first, handlings and exports before the contacts. */
export function createNanoDropFolds(input: JudgeInput): NanoDropFolds {
  const { plan, replicate } = input;
  const { timeFactor, plannedContacts } = replicate;
  const schedule = { planned: plannedContacts, prefix: input.contactPrefix };
  const t0 = replicate.t0 ?? 0;
  const lanes = lanesOf(plan);
  const limitMs = plan.budgets.systemDelayP95Ms;
  const beside = createBesideTheLoad();
  const absence = createLogAbsence();
  const walks = createBrowserWalks(beside, t0, timeFactor);
  const doors = {
    session: createAccessProofs("session", t0, timeFactor),
    owner: createAccessProofs("owner", t0, timeFactor),
    agents: createAccessProofs("agents", t0, timeFactor),
  };
  /** Contacts as the desk names them: a million ids stand here once for all folds that keep something by them. */
  const ids = createIdTable();
  const work = createAgentWork(replicate, ids);
  const logged = createLoggedOffers(ids);
  const offers = createOffers(replicate, schedule, lanes);
  const joined = createReconciliation(schedule, input.chain);
  const figures = createDeskFigures(schedule, ids);
  const agreement = createAgreement(joined, figures, { t0, timeFactor });
  const islands = createIslandReadiness(replicate.t0, timeFactor);
  const outcomes = createContactOutcomes(input, work);
  const deliveries = createDeliveries(work, { limitMs, t0, timeFactor });
  const genuine = createGenuineReplies(work, { t0, timeFactor });
  const again = createGivenAgain(work, { t0, timeFactor });
  const access = createDeskAccess({ offers, logged, lanes, limitMs, t0, timeFactor });
  const answers = createIslandAnswers({ t0, timeFactor });
  const followUps = createFollowUps({
    limitMs,
    offers,
    work,
    people: replicate.mapped?.people === true,
    watchMs: (plan.budgets.humanReply.p95Sec * 1000) / timeFactor,
    t0,
    timeFactor,
  });
  const mapped = replicate.mapped;
  const clock = createTargetClock({ t0, timeFactor, ...(mapped === undefined ? {} : { stampsMs: mapped.stampsMs }) });
  const account = createDeskAccountFold(schedule, { t0, timeFactor });
  const desk = createDeskMetrics({ timeFactor, fcrWindowSec: plan.budgets.firstContactResolution.windowSec });
  const order = createQueueOrder(ids);
  return {
    ...{ desk, order, walks, doors, absence, account },
    ...{ work, joined, agreement, islands, outcomes, deliveries, genuine, again, access, answers, followUps, clock },
    take: (item) => {
      if (item.kind === "browser") walks.take(item.record);
      else if (item.kind === "access") {
        beside.add(item.record.mark);
        for (const one of Object.values(doors)) one.take(item.record);
      } else if (item.kind === "handling") {
        // Such a contact is nobody's who was planned: who handled it was kept from none of the drop's.
        if (beside.isBeside(item.record.clientContactId)) return;
        work.take(item.record);
        offers.take(item.record);
        figures.handling(item.record);
      } else if (item.kind === "desk-contact") {
        if (beside.isBeside(item.record.clientContactId)) return;
        joined.desk(item.record);
        figures.desk(item.record);
      } else if (item.kind === "account") account.account(item.record);
      else if (item.kind === "consent") joined.consent(item.record);
      else if (item.kind === "log") {
        joined.log(item.record);
        if (!beside.isEntryBeside(item.record)) desk.log(item.record);
        order.take(item.record);
        logged.log(item.record);
      } else if (item.kind === "journal") {
        islands.journal(item.record);
        absence.journal(item.record);
        joined.journal(item.record);
      } else if (item.kind === "probe") islands.probe(item.record);
      else if (item.kind === "contact") {
        const { record } = item;
        const wait = humanWaitOf(record);
        outcomes.take(record);
        deliveries.take(record);
        genuine.take(record);
        again.take(record);
        agreement.take(record);
        answers.take(record, islands.provedKeys());
        followUps.take(record);
        account.take(record);
        clock.take(record, joined.openedAt(record.index), account.openedAt(record.index));
        if (wait !== null) access.take(record, wait);
      }
    },
  };
}
