import { randomBytes } from "node:crypto";
import type { Catalogue, Handbook } from "./catalogue.ts";
import { type Case, type CaseBook, MOST_CASES, MOST_POSTS } from "./case-book.ts";
import { type Answer, type Asked, countIn, Refusal, type Way, wordsIn } from "./exchange.ts";
import { robotWords, topicOf } from "./robot.ts";
import { pageOf, shownCase, shownPost } from "./shown.ts";

const MOST_VISITORS = 50_000;
const PAGE = 50;

export interface VisitorHouse {
  readonly clock: { now(): number };
  readonly book: CaseBook;
  readonly catalogue: Catalogue;
  /** Of this drop, or of the wrong one. */
  readonly handbook: Handbook;
}

/** What visitors may do: come in, open a case, write, read on, leave, and say whether it helped. */
export const visitorWays = ({ clock, book, catalogue, handbook }: VisitorHouse): readonly Way[] => {
  const passes = new Set<string>();
  /** Openings by pass and Once-Key: whoever asks twice has one case. */
  const once = new Map<string, Answer>();

  const passOf = (asked: Asked): string => {
    const pass = asked.header("x-visitor-pass");
    if (pass === null || !passes.has(pass))
      throw new Refusal(401, "no_pass", "Ask POST /visitors for a pass, and show it as X-Visitor-Pass.");
    return pass;
  };
  const own = (asked: Asked, number: number): Case => {
    const pass = passOf(asked);
    const matter = book.find(number);
    if (matter === null || matter.pass !== pass) throw new Refusal(404, "no_such_case", "You have no such case.");
    return matter;
  };

  const come = (): Answer => {
    if (passes.size >= MOST_VISITORS) throw new Refusal(503, "full", "The house is full.");
    const pass = randomBytes(16).toString("hex");
    passes.add(pass);
    return { status: 201, body: { visitor: { pass } } };
  };
  const open = (asked: Asked): Answer => {
    const pass = passOf(asked);
    const key = `${pass} ${asked.header("once-key") ?? randomBytes(8).toString("hex")}`;
    const known = once.get(key);
    if (known !== undefined) return known;
    if (book.all().length >= MOST_CASES) throw new Refusal(503, "full", "The house has too many cases.");
    const { form } = asked;
    const words = wordsIn(form, "words");
    const purchase = form.get("purchase");
    if (purchase !== null && catalogue.purchase(purchase) === null)
      throw new Refusal(422, "no_such_purchase", "There is no such purchase.");
    const topic = purchase === null ? topicOf(words) : null;
    const matter = book.open(
      { pass, reference: wordsIn(form, "reference"), area: form.get("area") ?? "drop", purchase, words },
      topic === null ? null : robotWords(topic, handbook),
    );
    const body = {
      case: shownCase(matter),
      handled_by: topic === null ? "desk" : "robot",
      posts: matter.posts.map(shownPost),
    };
    const answer = { status: 201, body };
    once.set(key, answer);
    return answer;
  };
  const read = (asked: Asked, number: number): Answer => {
    const matter = own(asked, number);
    // What is not shown yet holds back what came later: a visitor reads in order. What is lost for ever does not.
    const reachable = matter.posts.filter(({ shownAtMs }) => Number.isFinite(shownAtMs));
    const late = reachable.findIndex(({ shownAtMs }) => shownAtMs > clock.now());
    const visible = late < 0 ? reachable : reachable.slice(0, late);
    const limit = Math.min(PAGE, countIn(asked.query, "limit", PAGE));
    const { page, ...rest } = pageOf(visible, countIn(asked.query, "offset", 0), limit);
    return { status: 200, body: { posts: page.map(shownPost), ...rest } };
  };
  const write = (asked: Asked, number: number): Answer => {
    const matter = own(asked, number);
    if (matter.posts.length >= MOST_POSTS) throw new Refusal(422, "too_many", "This case has too many posts.");
    const post = book.write(matter, {
      ...{ role: "visitor", name: "visitor" },
      words: wordsIn(asked.form, "words"),
      ownRef: asked.form.get("own_ref"),
    });
    return { status: 201, body: { post: shownPost(post), case: shownCase(matter) } };
  };
  const goodbye = (asked: Asked, number: number): Answer => {
    const matter = own(asked, number);
    book.leave(matter);
    return { status: 200, body: { case: shownCase(matter) } };
  };
  const stars = (asked: Asked, number: number): Answer => {
    const matter = own(asked, number);
    const word = asked.form.get("stars");
    if (word !== "up" && word !== "down") throw new Refusal(422, "no_stars", "stars is up or down.");
    matter.stars = word;
    return { status: 200, body: { case: shownCase(matter) } };
  };
  return [
    { method: "POST", path: /^\/visitors$/, answer: come },
    { method: "POST", path: /^\/cases$/, answer: open },
    { method: "GET", path: /^\/cases\/(\d{1,9})\/posts$/, answer: read },
    { method: "POST", path: /^\/cases\/(\d{1,9})\/posts$/, answer: write },
    { method: "POST", path: /^\/cases\/(\d{1,9})\/goodbye$/, answer: goodbye },
    { method: "POST", path: /^\/cases\/(\d{1,9})\/stars$/, answer: stars },
  ];
};
