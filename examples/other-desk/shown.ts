import type { Case, Post } from "./case-book.ts";

/** The house stamps in whole seconds since 1970. */
const stamp = (ms: number): number => Math.floor(ms / 1000);

export const shownPost = ({ key, no, role, name, words, writtenAtMs, ownRef }: Post) => ({
  ...{ key, no, by: { role, name }, words, written_at: stamp(writtenAtMs), own_ref: ownRef },
});

export const shownCase = ({ number, state, reference, area, reopened }: Case) => ({
  ...{ number, state, reference, area, reopened },
});

/** One line of the house's own account. */
export const archived = (matter: Case) => {
  const first = (roles: readonly string[]): number | null => {
    const post = matter.posts.find(({ role }) => roles.includes(role));
    return post === undefined ? null : stamp(post.writtenAtMs);
  };
  return {
    ...shownCase(matter),
    opened_at: stamp(matter.openedAtMs),
    first_answer_at: first(["robot", "staff"]),
    first_staff_answer_at: first(["staff"]),
    closed_at: matter.closedAtMs === null ? null : stamp(matter.closedAtMs),
    posts: matter.posts.length,
    stars: matter.stars,
  };
};

/** A page by offset: how the house gives every list. */
export const pageOf = <T>(all: readonly T[], offset: number, limit: number) => ({
  page: all.slice(offset, offset + limit),
  next_offset: Math.min(all.length, offset + limit),
  more: all.length > offset + limit,
});
