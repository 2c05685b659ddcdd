import type { Clock } from "../core/contract/ports.ts";
import type { PartnerPlan } from "../core/schema/partner-wire.ts";
import type { DeskPartner } from "./create-services.ts";
import type { DefectName } from "./defects.ts";
import type { PartnerSecrets } from "./partner/partner-secrets.ts";
import type { Scheduler } from "./runtime/scheduler.ts";
import type { Services } from "./services.ts";

export const STACK_VERSION = "0.1.0";

export interface StackPorts {
  readonly popA?: number;
  readonly popB?: number;
  readonly origin?: number;
  readonly ops?: number;
  readonly partner?: number;
}

export interface StackOptions {
  readonly host?: string;
  readonly timeFactor?: number;
  readonly seed?: number;
  readonly event?: string;
  readonly items?: number;
  readonly orders?: number;
  /** Kept after the stack ends; without it a fresh folder is made and removed again. */
  readonly dataDir?: string;
  /** 0 for a free port. */
  readonly ports?: StackPorts;
  readonly defects?: readonly (DefectName | string)[];
  readonly logLevel?: string;
  readonly agentBearer?: string;
  readonly opsBearer?: string;
  readonly approvedBy?: string;
  /** How the fulfilment partner works; see PARTNER_DEFAULTS. */
  readonly partnerPlan?: PartnerPlan;
  readonly partnerBearer?: string;
  /** A partner that is a process of its own, and where; the stack then serves none. */
  readonly outsidePartner?: PartnerSecrets & { readonly address: string };
  /** How the desk lives with the partner; by itself it asks it nothing. */
  readonly deskPartner?: DeskPartner;
  /** For tests of what time does; else the machine's. */
  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
  /** Where the log goes, a JSON text a line; else standard error. */
  readonly log?: { write(line: string): void };
  /** Checks each answer against its schema before it goes out; slower, for tests. */
  readonly checkAnswers?: boolean;
}

export interface RunningStack {
  readonly pops: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly ops: string;
  readonly agentBearer: string;
  readonly opsBearer: string;
  readonly partner: string;
  readonly partnerBearer: string;
  readonly version: string;
  readonly services: Services;
  /** Stops accepting, ends sockets and waits, flushes the log. Safe to call twice. */
  close(): Promise<void>;
}

export const STACK_DEFAULTS = {
  host: "127.0.0.1",
  timeFactor: 10,
  seed: 7,
  event: "drop",
  items: 300,
  orders: 5000,
  logLevel: "warn",
  approvedBy: "Marta Lindqvist, head of support",
} as const;
