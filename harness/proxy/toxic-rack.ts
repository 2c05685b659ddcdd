import type { z } from "zod";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import {
  MOST_TOXICS,
  type Toxic,
  type ToxicState,
  addToxicsSchema,
  renewToxicsSchema,
} from "../../core/schema/toxic.ts";
import { printable } from "../../core/text/printable.ts";
import { createRng } from "../load/draws.ts";
import type { Flow } from "./flow.ts";
import { HeldToxic, type ToxicEnd } from "./held-toxic.ts";
import type { ProxyTime } from "./proxy-time.ts";

export type ProxyMode = "tcp" | "http";

/** How many ended toxics are remembered: the proof of effect outlives the toxic, but not without bound. */
const REMEMBERED = 256;

const HTTP_ONLY = "works on HTTP only, and this proxy carries TCP";

const refuse = (faults: readonly string[]): never => {
  throw new FieldproofError("FP-PROXY-003", { count: faults.length, faults: faults.slice(0, 100).join("\n") });
};

const parsed = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  return refuse(
    result.error.issues.map((issue) => {
      const path = issue.path.map(String).join(".");
      return printable(`${path === "" ? "" : `${path}: `}${issue.message}`, 300);
    }),
  );
};

/** The toxics of one proxy: what is held, what has ended, and the flows that they strike. */
export class ToxicRack {
  readonly #mode: ProxyMode;
  readonly #seed: number;
  readonly #time: ProxyTime;
  readonly #held = new Map<string, HeldToxic>();
  readonly #timers = new Map<HeldToxic, () => void>();
  readonly #flows = new Set<Flow>();
  #ended: HeldToxic[] = [];

  constructor(mode: ProxyMode, seed: number, time: ProxyTime) {
    this.#mode = mode;
    this.#seed = seed;
    this.#time = time;
  }

  /**
   * Adds all of `{ toxics: [...] }` or none.
   * @throws FieldproofError FP-PROXY-003 with every fault of the input
   */
  add(input: unknown): ToxicState[] {
    const { toxics } = parsed(addToxicsSchema, input);
    this.#lapse();
    const faults = toxics.flatMap((toxic, index) => this.#faults(toxic, index, toxics));
    if (this.#held.size + toxics.length > MOST_TOXICS) faults.push(`toxics: more than ${MOST_TOXICS} would be held`);
    if (faults.length > 0) refuse(faults);
    const now = this.#time.now();
    const added = toxics.map((toxic) => {
      const stream = (of: string) => createRng(this.#seed, `proxy.${of}.${toxic.name}`);
      const held = new HeldToxic(toxic, { shares: stream("share"), swings: stream("jitter") }, now);
      this.#held.set(toxic.name, held);
      this.#arm(held);
      return held;
    });
    for (const held of added) for (const flow of [...this.#flows]) flow.meet(held);
    return added.map((held) => held.state(now));
  }

  #faults(toxic: Toxic, index: number, all: readonly Toxic[]): string[] {
    const at = `toxics.${index}`;
    const taken = this.#held.has(toxic.name) || all.findIndex(({ name }) => name === toxic.name) < index;
    return [
      ...(taken ? [`${at}.name: ${toxic.name} is held already`] : []),
      ...(this.#mode === "tcp" && toxic.route !== undefined ? [`${at}.route: ${HTTP_ONLY}`] : []),
      ...(this.#mode === "tcp" && toxic.type === "status" ? [`${at}.type: status ${HTTP_ONLY}`] : []),
    ];
  }

  /**
   * Gives `{ ttlMs, names? }` a new lease from now: the heartbeat.
   * @throws FieldproofError FP-PROXY-003 for bad input, FP-PROXY-005 when one of them has ended: what lapsed stays so,
   * and none of the others is renewed then
   */
  renew(input: unknown): ToxicState[] {
    const { ttlMs, names } = parsed(renewToxicsSchema, input);
    this.#lapse();
    const renewed = (names ?? [...this.#held.keys()]).map((name) => this.#heldOrThrow(name));
    const now = this.#time.now();
    for (const held of renewed) {
      held.expiresAt = now + ttlMs;
      this.#arm(held);
    }
    return renewed.map((held) => held.state(now));
  }

  /** @throws FieldproofError FP-PROXY-005 when it is not held */
  remove(name: string): ToxicState {
    this.#lapse();
    const held = this.#heldOrThrow(name);
    this.#end(held, "removed");
    return held.state(this.#time.now());
  }

  /** Undoes all; says what was undone. Never fails and may be asked again. */
  reset(how: ToxicEnd = "reset"): ToxicState[] {
    this.#lapse();
    const all = [...this.#held.values()];
    for (const held of all) this.#end(held, how);
    return all.map((held) => held.state(this.#time.now()));
  }

  list(): { held: ToxicState[]; ended: ToxicState[] } {
    this.#lapse();
    const now = this.#time.now();
    return {
      held: [...this.#held.values()].map((held) => held.state(now)),
      ended: this.#ended.map((held) => held.state(now)),
    };
  }

  /** A connection or exchange has come: each toxic draws for it, in the order in which they were added. */
  open(flow: Flow): void {
    this.#flows.add(flow);
    flow.whenClosed(() => this.#flows.delete(flow));
    for (const held of [...this.#held.values()]) flow.meet(held);
  }

  #heldOrThrow(name: string): HeldToxic {
    const held = this.#held.get(name);
    if (held !== undefined) return held;
    const how = this.#ended.findLast(({ toxic }) => toxic.name === name)?.ended;
    throw new FieldproofError("FP-PROXY-005", { name: printable(name, 64), how: how ?? "it was never added" });
  }

  #arm(held: HeldToxic): void {
    this.#timers.get(held)?.();
    const cancel = this.#time.after(held.expiresAt - this.#time.now(), () => {
      // A timer may run a fraction of a millisecond early by the clock.
      if (held.live(this.#time.now())) this.#arm(held);
      else this.#end(held, "lapsed");
    });
    this.#timers.set(held, cancel);
  }

  /** Ends what is over by the clock, though its timer has not run yet: the process may have been stopped. */
  #lapse(): void {
    const now = this.#time.now();
    for (const held of [...this.#held.values()]) if (!held.live(now)) this.#end(held, "lapsed");
  }

  #end(held: HeldToxic, how: ToxicEnd): void {
    this.#timers.get(held)?.();
    this.#timers.delete(held);
    this.#held.delete(held.toxic.name);
    this.#ended = [...this.#ended, held].slice(-REMEMBERED);
    held.end(how);
  }
}
