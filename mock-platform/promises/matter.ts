import type { Trouble } from "../../core/schema/partner-wire.ts";
import type { DeskPromise, MatterOutcome, MatterState, WaitsFor } from "../../core/schema/promise-wire.ts";
import type { Act } from "../event-log/ledger.ts";

/** One matter as the log tells it; changed by `MatterBook` alone. */
export interface Matter {
  readonly matterId: string;
  readonly contactId: string;
  readonly orderId: string | null;
  readonly trouble: Trouble | null;
  readonly receivedAt: number;
  state: MatterState;
  waitsFor: WaitsFor;
  owner: string | null;
  promisedAt: number | null;
  dueAt: number | null;
  endedAt: number | null;
  outcome: MatterOutcome | null;
  resolutions: number;
  owners: number;
}

export interface Move {
  readonly to: MatterState;
  readonly waitsFor: WaitsFor;
  /** What brought it about. */
  readonly by: "desk" | "agent" | "partner" | "time" | "customer" | "restart";
  readonly owner?: string | null;
  readonly dueAt?: number;
  readonly outcome?: MatterOutcome;
}

type Moved = Pick<Matter, "matterId" | "contactId" | "orderId" | "trouble"> & { readonly state: MatterState | null };

/** matter.moved: one transition. The order is in custody, as a contact's is. */
export const movedAct = (at: number, matter: Moved, move: Move): Act => ({
  at,
  kind: "matter.moved",
  subject: matter.matterId,
  body: {
    contactId: matter.contactId,
    trouble: matter.trouble,
    from: matter.state,
    to: move.to,
    waitsFor: move.waitsFor,
    by: move.by,
    owner: move.owner ?? null,
    dueAt: move.dueAt ?? null,
    outcome: move.outcome ?? null,
  },
  ...(matter.state === null ? { custody: { orderId: matter.orderId } } : {}),
});

/** matter.reassigned: the promise has another owner; it is as due as before. */
export const reassignedAct = (at: number, matter: Matter, owner: string): Act => ({
  at,
  kind: "matter.reassigned",
  subject: matter.matterId,
  body: { contactId: matter.contactId, from: matter.owner, owner },
});

/** The partner's name for the case of a matter: the same at each call, so that the case is opened once. */
export const caseIdOf = (matterId: string): string => `k${matterId}`;

export const promiseOf = (matter: Matter): DeskPromise => ({
  promiseId: matter.matterId,
  contactId: matter.contactId,
  state: matter.state,
  waitsFor: matter.waitsFor,
  owner: matter.owner,
  trouble: matter.trouble,
  receivedAt: matter.receivedAt,
  promisedAt: matter.promisedAt,
  dueAt: matter.dueAt,
  endedAt: matter.endedAt,
  outcome: matter.outcome,
});
