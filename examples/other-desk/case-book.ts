import { LOST_EACH, REOPENED_AFTER_MS, SLOW_BY_MS, type FaultName } from "./faults.ts";

export type Role = "visitor" | "staff" | "robot" | "notice";
export type CaseState = "waiting" | "in_hand" | "replied" | "closed";

export interface Post {
  /** Of the whole house. */
  readonly key: string;
  /** Within its case, from 1. */
  readonly no: number;
  readonly role: Role;
  readonly name: string;
  readonly words: string;
  readonly writtenAtMs: number;
  readonly ownRef: string | null;
  /** From when on the visitor sees it; Infinity: never. */
  readonly shownAtMs: number;
}

export interface Case {
  readonly number: number;
  readonly pass: string;
  readonly reference: string;
  readonly area: string;
  readonly purchase: string | null;
  readonly openedAtMs: number;
  readonly posts: Post[];
  state: CaseState;
  holder: string | null;
  waitingSinceMs: number;
  closedAtMs: number | null;
  reopened: number;
  stars: "up" | "down" | null;
}

export interface Opening {
  readonly pass: string;
  readonly reference: string;
  readonly area: string;
  readonly purchase: string | null;
  readonly words: string;
}

export interface Writing {
  readonly role: Role;
  readonly name: string;
  readonly words: string;
  readonly ownRef: string | null;
}

/** Bounds of a house that keeps everything in memory. */
export const MOST_CASES = 20_000;
export const MOST_POSTS = 500;

/** All cases of the house and their queue; real ones, in memory. Times are epoch milliseconds. */
export interface CaseBook {
  open(opening: Opening, robotAnswer: string | null): Case;
  find(number: number): Case | null;
  /** A second post with the same `ownRef` by the same role is the first one. */
  write(matter: Case, writing: Writing): Post;
  /** Those whom nobody looks after, who waits longest first. */
  waiting(area: string | null): readonly Case[];
  /** False when somebody else has it, or it waits for nobody. */
  take(matter: Case, holder: string): boolean;
  /** A case with a later post of the visitor is not closed: it waits again. */
  close(matter: Case): void;
  /** The visitor waits no longer. */
  leave(matter: Case): void;
  remove(number: number): boolean;
  all(): readonly Case[];
}

export const createCaseBook = (clock: { now(): number }, faults: ReadonlySet<FaultName>): CaseBook => {
  const cases = new Map<number, Case>();
  let lastNumber = 1000;
  let lastPost = 0;
  let staffPosts = 0;

  const queue = (matter: Case): void => {
    matter.state = "waiting";
    matter.holder = null;
    matter.waitingSinceMs = clock.now();
  };
  /** A matter that comes back by itself does so when somebody looks: no timer keeps the house open. */
  const settle = (matter: Case): void => {
    if (!faults.has("reopened-matter") || matter.closedAtMs === null || matter.reopened > 0) return;
    if (clock.now() < matter.closedAtMs + REOPENED_AFTER_MS) return;
    matter.reopened += 1;
    matter.closedAtMs = null;
    queue(matter);
  };
  const settleAll = (): void => {
    if (faults.has("reopened-matter")) for (const matter of cases.values()) settle(matter);
  };
  const shownAt = (role: Role, nowMs: number): number => {
    if (role !== "staff") return nowMs;
    staffPosts += 1;
    if (faults.has("lost-reply") && staffPosts % LOST_EACH === 0) return Number.POSITIVE_INFINITY;
    return faults.has("slow-reply") ? nowMs + SLOW_BY_MS : nowMs;
  };
  const add = (matter: Case, writing: Writing): Post => {
    const nowMs = clock.now();
    lastPost += 1;
    const post = {
      ...writing,
      key: `p${lastPost}`,
      no: matter.posts.length + 1,
      writtenAtMs: nowMs,
      shownAtMs: shownAt(writing.role, nowMs),
    };
    matter.posts.push(post);
    return post;
  };

  return {
    open: ({ words, ...opening }, robotAnswer) => {
      lastNumber += 1;
      const nowMs = clock.now();
      const matter: Case = {
        ...opening,
        number: lastNumber,
        openedAtMs: nowMs,
        posts: [],
        state: "waiting",
        holder: null,
        waitingSinceMs: nowMs,
        closedAtMs: null,
        reopened: 0,
        stars: null,
      };
      cases.set(matter.number, matter);
      add(matter, { role: "visitor", name: "visitor", words, ownRef: null });
      if (robotAnswer !== null) {
        add(matter, { role: "robot", name: "robot", words: robotAnswer, ownRef: null });
        matter.state = "replied";
      }
      return matter;
    },
    find: (number) => {
      const matter = cases.get(number);
      if (matter !== undefined) settle(matter);
      return matter ?? null;
    },
    write: (matter, writing) => {
      const { role, ownRef } = writing;
      const known = matter.posts.find((post) => ownRef !== null && post.role === role && post.ownRef === ownRef);
      if (known !== undefined) return known;
      const post = add(matter, writing);
      if (role === "staff") matter.state = "replied";
      else if (matter.state === "closed") {
        if (!faults.has("deaf-after-close")) {
          matter.reopened += 1;
          matter.closedAtMs = null;
          queue(matter);
        }
      } else if (matter.state === "replied" && matter.holder === null) queue(matter);
      return post;
    },
    waiting: (area) => {
      settleAll();
      return [...cases.values()]
        .filter((matter) => matter.state === "waiting" && (area === null || matter.area === area))
        .toSorted((a, b) => a.waitingSinceMs - b.waitingSinceMs || a.number - b.number);
    },
    take: (matter, holder) => {
      if (matter.holder === holder) return true;
      if (matter.state !== "waiting") return false;
      matter.state = "in_hand";
      matter.holder = holder;
      return true;
    },
    close: (matter) => {
      const last = matter.posts.at(-1);
      if (matter.state === "closed") return;
      if (last?.role === "visitor") queue(matter);
      else {
        matter.state = "closed";
        matter.holder = null;
        matter.closedAtMs = clock.now();
      }
    },
    leave: (matter) => {
      if (matter.state !== "waiting") return;
      matter.state = "closed";
      matter.closedAtMs = clock.now();
    },
    remove: (number) => cases.delete(number),
    all: () => {
      settleAll();
      return [...cases.values()];
    },
  };
};
