import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Catalogue, Handbook } from "./catalogue.ts";
import { type Case, type CaseBook, MOST_POSTS } from "./case-book.ts";
import { type Answer, type Asked, countIn, Refusal, type Way, wordsIn } from "./exchange.ts";
import { archived, pageOf, shownCase, shownPost } from "./shown.ts";

const COOKIE = "house_sitting";
const MOST_SITTINGS = 5_000;
const PAGE = 200;

export interface StaffHouse {
  readonly book: CaseBook;
  readonly catalogue: Catalogue;
  readonly handbook: Handbook;
  readonly staffPass: string;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What staff may do, in a sitting that a cookie names: see who waits, take, write, close, and tidy up. */
export const staffWays = ({ book, catalogue, handbook, staffPass }: StaffHouse): readonly Way[] => {
  const sittings = new Map<string, { readonly name: string }>();

  const sitting = (asked: Asked): { readonly id: string; readonly name: string } => {
    const id = asked.cookie(COOKIE);
    const found = id === null ? undefined : sittings.get(id);
    if (id === null || found === undefined) throw new Refusal(401, "no_sitting", "Ask POST /staff/login first.");
    return { id, name: found.name };
  };
  const held = (asked: Asked, number: number): { matter: Case; name: string } => {
    const { id, name } = sitting(asked);
    const matter = book.find(number);
    if (matter === null) throw new Refusal(404, "no_such_case", "There is no such case.");
    if (matter.holder !== id) throw new Refusal(423, "not_yours", "Take the case first.");
    return { matter, name };
  };

  const login = ({ form }: Asked): Answer => {
    if (!timingSafeEqual(digest(form.get("pass") ?? ""), digest(staffPass)))
      throw new Refusal(401, "wrong_pass", "Name or pass is wrong.");
    if (sittings.size >= MOST_SITTINGS) throw new Refusal(503, "full", "Too many sittings.");
    const id = randomBytes(16).toString("hex");
    sittings.set(id, { name: wordsIn(form, "name") });
    const cookie = `${COOKIE}=${id}; Path=/staff; HttpOnly; SameSite=Strict`;
    return { status: 200, body: { staff: { name: form.get("name") } }, headers: { "set-cookie": cookie } };
  };
  const waiting = (asked: Asked): Answer => {
    sitting(asked);
    const all = book.waiting(asked.query.get("area"));
    const shown = all.slice(0, PAGE).map((matter) => ({
      ...shownCase(matter),
      since: Math.floor(matter.waitingSinceMs / 1000),
      ...before(matter),
    }));
    return { status: 200, body: { waiting: shown, total: all.length } };
  };
  /** What staff have before their eyes. */
  const before = (matter: Case) => ({
    window: catalogue.drop,
    carrier: "Nordpost",
    purchase: matter.purchase === null ? null : catalogue.purchase(matter.purchase),
    handbook,
  });
  const take = (asked: Asked, number: number): Answer => {
    const { id } = sitting(asked);
    const matter = book.find(number);
    if (matter === null) throw new Refusal(404, "no_such_case", "There is no such case.");
    if (!book.take(matter, id)) throw new Refusal(423, "taken", "Somebody else has it.");
    return { status: 200, body: { case: shownCase(matter), ...before(matter), posts: matter.posts.map(shownPost) } };
  };
  const write = (asked: Asked, number: number): Answer => {
    const { matter, name } = held(asked, number);
    if (matter.posts.length >= MOST_POSTS) throw new Refusal(422, "too_many", "This case has too many posts.");
    const words = wordsIn(asked.form, "words");
    const post = book.write(matter, { role: "staff", name, words, ownRef: asked.form.get("own_ref") });
    return { status: 201, body: { post: shownPost(post), case: shownCase(matter) } };
  };
  const close = (asked: Asked, number: number): Answer => {
    sitting(asked);
    const matter = book.find(number);
    // Asked twice, since the first answer was lost: it is done.
    if (matter?.state !== "closed") book.close(held(asked, number).matter);
    return { status: 200, body: { case: matter === null ? null : shownCase(matter) } };
  };
  const archive = (asked: Asked): Answer => {
    sitting(asked);
    const limit = Math.min(PAGE, countIn(asked.query, "limit", PAGE));
    const { page, ...rest } = pageOf(book.all(), countIn(asked.query, "offset", 0), limit);
    return { status: 200, body: { cases: page.map(archived), ...rest } };
  };
  const remove = (asked: Asked, number: number): Answer => {
    sitting(asked);
    if (!book.remove(number)) throw new Refusal(404, "no_such_case", "There is no such case.");
    return { status: 200, body: { removed: number } };
  };
  return [
    { method: "POST", path: /^\/staff\/login$/, answer: login },
    { method: "GET", path: /^\/staff\/waiting$/, answer: waiting },
    { method: "POST", path: /^\/staff\/cases\/(\d{1,9})\/take$/, answer: take },
    { method: "POST", path: /^\/staff\/cases\/(\d{1,9})\/posts$/, answer: write },
    { method: "POST", path: /^\/staff\/cases\/(\d{1,9})\/close$/, answer: close },
    { method: "GET", path: /^\/staff\/archive$/, answer: archive },
    { method: "DELETE", path: /^\/staff\/cases\/(\d{1,9})$/, answer: remove },
  ];
};
