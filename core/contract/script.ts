import type { HttpMapping } from "../schema/http-mapping.ts";
import type { Intent, Lane } from "./ids.ts";

/**
 * What one modelled customer will do, drawn beforehand from the seed. Times ending in `Ms` are wall
 * milliseconds; those ending in `OffsetMs` count from T0.
 */
export interface ContactScript {
  readonly index: number;
  readonly clientContactId: string;
  readonly phase: string;
  readonly lane: Lane;
  readonly pop: string;
  readonly delivery: "websocket" | "long-poll";
  readonly intent: Intent;
  readonly text: string;
  readonly complaint: string;
  readonly orderId: string | null;
  /** The words that a right answer holds. */
  readonly fact: string;
  readonly arrivalOffsetMs: number;
  /** End of the observation when nothing ends it before. */
  readonly observeUntilOffsetMs: number;
  readonly patienceMs: number;
  readonly leavesSilently: boolean;
  readonly resendAfterMs: number | null;
  /** How long the customer reads before a complaint or a follow-up. */
  readonly readMs: number;
  /** A second matter that this customer raises after a right answer, unless it got too late to watch what comes of it. */
  readonly followUp: {
    readonly text: string;
    readonly latestOffsetMs: number;
    /** Beyond the reading: until who answered has closed the contact. Absent: none. */
    readonly afterMs?: number;
  } | null;
  /** How a human will handle this contact, drawn with it so that staffing levels meet the same work. */
  readonly handling: { readonly pickUpMs: number; readonly replyAfterMs: number; readonly totalMs: number };
}

/** A desk that is spoken to through a mapping, as k6 is handed it. Its secrets are in the file of secrets. */
export interface MappedScenario {
  readonly mapping: HttpMapping;
  readonly marker: { readonly header: string; readonly value: string };
  /** Requests that may leave in any 60 s. */
  readonly perMinute: number;
  /** What the client ids of this replicate's contacts begin with. */
  readonly idPrefix: string;
  /** Of k6's own options: k6 looks names up, follows redirects and paces by itself. */
  readonly k6: {
    readonly hosts: Readonly<Record<string, string>>;
    readonly maxRedirects: number;
    readonly rps: number;
  };
}

/** Everything that k6 is handed, validated in Node beforehand. Secrets are in a file of their own. */
export interface ScenarioInput {
  readonly runKeyHex: string;
  readonly event: string;
  readonly noticeHash: string;
  readonly pops: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly agentBearer: string;
  readonly slots: number;
  readonly lanes: readonly Lane[];
  readonly contacts: readonly ContactScript[];
  /** From the return of setup to T0. */
  readonly leadMs: number;
  /** End of the drain, from T0. */
  readonly endOffsetMs: number;
  /** Null for a drill that has no wave of island reads. */
  readonly refresh: {
    readonly fromOffsetMs: number;
    readonly toOffsetMs: number;
    readonly readsPerSec: number;
    readonly verifyEvery: number;
  } | null;
  /** In front of the client ids of contacts that the doors are tried with. */
  readonly accessMark: string;
  readonly islandKeyPems: readonly string[];
  /** What is true of the event for everyone: an answer that holds them all answers nothing. */
  readonly generalFacts: readonly string[];
  readonly requestTimeoutMs: number;
  /** Absent where the wire contract of the bundled stack is spoken. */
  readonly mapped?: MappedScenario;
  /** Of a mapped desk, by their ids in its target file. */
  readonly targetSecrets?: Readonly<Record<string, string>>;
}
