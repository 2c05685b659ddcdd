import type { Pop } from "../edge/pop.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { ApprovedIsland } from "./island-draft.ts";
import type { IslandPress, PublishedIsland } from "./island-press.ts";

export interface IslandDeskOptions {
  readonly press: IslandPress;
  readonly pops: readonly Pop[];
  readonly scheduler: Scheduler;
  readonly lifeMs: number;
  /** Told when a renewal fails; the islands then run out and humans answer. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Staging {
  readonly published: PublishedIsland;
  readonly pops: Readonly<Record<string, string>>;
}

/** Keeps approved islands signed and staged: expiry is short, so each is renewed when half of its life is over. */
export class IslandDesk {
  readonly #options: IslandDeskOptions;
  readonly #approved = new Map<string, ApprovedIsland>();
  readonly #cancels = new Map<string, () => void>();
  #stopped = false;

  constructor(options: IslandDeskOptions) {
    this.#options = options;
  }

  /** Publishes a newly approved island and stages it everywhere. */
  accept(island: ApprovedIsland): Promise<Staging> {
    this.#approved.set(island.event, island);
    return this.#renew(island.event, island);
  }

  approved(event: string): ApprovedIsland | null {
    return this.#approved.get(event) ?? null;
  }

  current(event: string): PublishedIsland | null {
    return this.#options.press.current(event);
  }

  /** Has every PoP fetch the current version; says for each whether it verified. */
  async stage(event: string): Promise<Readonly<Record<string, string>>> {
    const results = await Promise.all(
      this.#options.pops.map(async (pop) => [pop.name, await pop.stage(event)] as const),
    );
    return Object.fromEntries(results);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  async #renew(event: string, island: ApprovedIsland): Promise<Staging> {
    const published = await this.#options.press.publish(island);
    const pops = await this.stage(event);
    this.#cancels.get(event)?.();
    const again = (): void => {
      if (!this.#stopped) this.#renew(event, island).catch(this.#options.onTrouble);
    };
    this.#cancels.set(event, this.#options.scheduler.after(this.#options.lifeMs / 2, again));
    return { published, pops };
  }
}
