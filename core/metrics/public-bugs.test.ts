import { expect, test } from "vitest";
import { ms, story } from "../../test/metrics/story.ts";
import { abandonment } from "./abandonment.ts";
import { createAbandonmentRates } from "./abandonment-rates.ts";
import { automation } from "./automation.ts";
import { resolvedAtFirstContact } from "./first-contact-resolution.ts";
import { firstResponse } from "./first-response.ts";
import { holdsOf } from "./handle-time.ts";
import { humanWaits } from "./human-waits.ts";
import { createReplyTimes } from "./reply-times.ts";
import { replyRuns } from "./reply-runs.ts";
import { reopenCount, resolution } from "./resolution.ts";
import { touches } from "./touches.ts";

/** Golden cases: what support systems have got wrong in public, each with the value that is right. */

// Zendesk: a bot's first public comment counts as the agent's reply (gitlab-com support-team-meta #4839). Chatwoot did
// the same until PR #6409.
test("a bot's reply is not a person's first response", () => {
  const timeline = story(`
    0s customer
    2s assistant
    4s handed-off
    9m 30s agent
    20m end`);
  expect(firstResponse(timeline)).toMatchObject({ anyMs: ms("2s"), humanMs: ms("9m 30s") });
  // Nor is the notice that a person will come.
  const noticed = story("0s customer\n1s system\n1s handed-off\n40s agent\n1m end");
  expect(firstResponse(noticed)).toMatchObject({ anyMs: ms("40s"), humanMs: ms("40s") });
});

// Chatwoot issue #8477: with a bot in front, the first response was counted from the first message to the bot. PR #13417:
// after a hand-off that followed a bot's answer no reply time was recorded at all.
test("after a bot's answer the wait for a person begins at the hand-off", () => {
  const timeline = story(`
    0s customer
    2s assistant
    30m handed-off
    33m agent
    40m end`);
  expect(humanWaits(timeline)).toMatchObject([{ fromMs: ms("30m"), replyMs: ms("3m") }]);
  // Where the bot had not answered, the customer has waited since they wrote.
  const unanswered = story("0s customer\n5s handed-off\n3m agent\n5m end");
  expect(humanWaits(unanswered)).toMatchObject([{ fromMs: 0, replyMs: ms("3m") }]);
});

// Chatwoot PR #13181, stamps of its production data (12 December 16:20:14 on): a bot's answer did not reset waiting_since,
// so that a person's reply "took" 14.7 days. The messages from the second bot answer on are ours; the report has only "more
// AgentBot interactions" before the reply.
test("a 14-day gap after a bot's answer is nobody's reply time", () => {
  const reported = ms("14d 15h 16m 39s");
  const timeline = story(`
    0s customer
    3s assistant
    14d 6h 5m 31s customer
    14d 6h 5m 34s assistant
    14d 15h 10m customer
    14d 15h 10m 3s handed-off
    14d 15h 16m 39s agent
    15d end`);
  expect(humanWaits(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("6m 39s")]);
  expect(replyRuns(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("3s"), ms("3s"), ms("6m 39s")]);
  // By its plain definition the first human response does take the fortnight: it never stands without the wait beside it.
  expect(firstResponse(timeline)).toMatchObject({ anyMs: ms("3s"), humanMs: reported });
});

// Chatwoot PR #11787: a reply_time of 985,492 s after conversation_resolved at 26,285 s; the customer's new message had
// not set the clock. When they wrote again is ours.
test("the reply after a reopen counts from the message that reopened", () => {
  const timeline = story(`
    0s customer
    42s agent
    26285s resolved
    1011600s customer
    1011600s reopened
    1011777s agent
    1012000s end`);
  expect(replyRuns(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("42s"), ms("177s")]);
  expect(humanWaits(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("42s"), ms("177s")]);
});

// Chatwoot PR #12058: a reopened conversation recorded a first response a second time.
test("there is one first response, also after a reopen", () => {
  const timeline = story("0s customer\n30s agent\n1m resolved\n2h customer\n3h agent\n4h end");
  expect(firstResponse(timeline)).toMatchObject({ anyMs: ms("30s"), humanMs: ms("30s") });
});

// Chatwoot: resolution time is updated_at - created_at at each resolve; a reopen overwrites the first.
test("a reopen moves the final resolution and never the first", () => {
  const timeline = story("0s customer\n1m agent\n2m resolved\n1d customer\n1d 5m agent\n1d 10m resolved\n2d end");
  expect(resolution(timeline)).toMatchObject({ firstMs: ms("2m"), finalMs: ms("1d 10m"), solves: 2 });
});

// Chatwoot issue #7679: the time that a customer spent with, or away from, the bot is in the agents' resolution time.
test("agents' resolution time does not hold the week that the customer was away from the bot", () => {
  const timeline = story(
    "0s customer\n2s assistant\n7d customer\n7d 1s handed-off\n7d 5m agent\n7d 9m 1s resolved\n8d end",
  );
  expect(resolution(timeline)).toMatchObject({ firstMs: ms("7d 9m 1s"), byAgentMs: ms("9m") });
});

// Chatwoot issue #13312: bots, and agents who were assigned but never wrote, change the agents' averages.
test("who claimed but never wrote has handled something and answered nothing", () => {
  const timeline = story(`
    0s customer
    1s handed-off
    1m claimed ann
    6m released
    8m claimed ben
    9m agent
    10m resolved
    20m end`);
  expect(humanWaits(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("9m")]);
  expect(holdsOf(timeline)).toEqual([
    { agentId: "ann", fromMs: ms("1m"), toMs: ms("6m"), open: false },
    { agentId: "ben", fromMs: ms("8m"), toMs: ms("10m"), open: false },
  ]);
  expect(touches(timeline)).toMatchObject({ agentReplies: 1, agents: 2, oneTouch: true });
});

// Intercom: "A missed status is not applied when the SLA expires, only the next time a teammate replies" (API reference,
// conversation_sla_summary). Who is never answered is never missed.
test("a contact that is never answered is a miss, and says so at once", () => {
  const never = firstResponse(story("0s customer\n1s handed-off\n10m end"));
  const times = createReplyTimes();
  times.add(never?.humanMs ?? null, never?.observedMs ?? 0);
  expect(never?.humanMs).toBeNull();
  expect([times.misses(ms("1m")), times.undecided(ms("1m"))]).toEqual([1, 0]);
  // Watched for less than the budget it is a miss too, and known to be one that might have been met.
  expect([times.misses(ms("1h")), times.undecided(ms("1h"))]).toEqual([1, 1]);
  expect(times.quantileMs(0.5)).toBeNull();
});

// dbt_zendesk issue #32: internal comments of agents were taken for replies.
test("a note is no reply, and an edit or a moderation neither", () => {
  const timeline = story("0s customer\n5s handed-off\n1m note\n2m edited\n3m moderated\n4m agent\n5m edited\n6m end");
  expect(firstResponse(timeline)).toMatchObject({ anyMs: ms("4m"), humanMs: ms("4m") });
  expect(replyRuns(timeline)).toHaveLength(1);
  expect(touches(timeline)).toMatchObject({ agentReplies: 1, notes: 1 });
});

// dbt_zendesk PR #273: an agent's own comment, before the customer had said anything, counted as the reply.
test("what an agent says first answers nothing", () => {
  const timeline = story("0s agent\n10m customer\n12m agent\n20m end");
  expect(firstResponse(timeline)).toMatchObject({ anyMs: ms("2m"), humanMs: ms("2m") });
  expect(firstResponse(story("0s agent\n20m end"))).toBeNull();
});

// dbt_zendesk int_zendesk__ticket_reply_times: from the first message of the run, not from the last before the reply.
test("pressing again does not start the clock anew", () => {
  const timeline = story("0s customer\n3m customer\n5m customer\n6m agent\n10m end");
  expect(replyRuns(timeline).map(({ replyMs }) => replyMs)).toEqual([ms("6m")]);
});

// dbt_zendesk: count_reopens = solves - 1, so a reopen that is never solved is none.
test("a reopen counts before it is solved again", () => {
  const timeline = story("0s customer\n1m agent\n2m resolved\n1h reopened\n2h end");
  expect(reopenCount(timeline)).toBe(1);
  expect(resolution(timeline)).toMatchObject({ firstMs: ms("2m"), finalMs: null, solves: 1 });
  // Nor does the desk have to say so: a customer who writes on a closed contact was not done.
  expect(reopenCount(story("0s customer\n1m agent\n2m resolved\n1h customer\n2h end"))).toBe(1);
});

// A 15-minute drill with a 24-hour window: the notes, section 2, and every product that prints FCR the same evening.
test("resolved with the window still open is unknown, not a success", () => {
  const rule = { windowMs: ms("24h"), noTransfer: false, needsRight: false };
  const timeline = story("0s customer\n1m agent\n2m resolved\n15m end");
  expect(resolvedAtFirstContact(timeline, rule)).toBeNull();
  expect(resolvedAtFirstContact(timeline, { ...rule, windowMs: ms("13m") })).toBe(true);
  const back = story("0s customer\n1m agent\n2m resolved\n10m customer\n15m end");
  expect(resolvedAtFirstContact(back, rule)).toBe(false);
  expect(resolvedAtFirstContact(story("0s customer\n1m agent\n15m end"), rule)).toBe(false);
});

// Bots' containment rates count customers who gave up in silence (the notes, section 2: gaps of 15 to 25 points).
test("who leaves in silence is abandoned, and never contained", () => {
  const silent = story("0s customer\n2s assistant\n30s customer\n2m left silently\n1h end");
  expect(automation(silent)).toEqual({ deflected: true, contained: false, resolved: false });
  expect(abandonment(silent)).toMatchObject({ outcome: "abandoned", how: "silent", waitedMs: ms("90s") });
  // Nobody told the desk, so the watch's end must do.
  const unseen = story("0s customer\n2s assistant\n30s customer\n1h end");
  expect(automation(unseen)).toMatchObject({ deflected: true, contained: false });
  expect(abandonment(unseen)).toMatchObject({ outcome: "waiting" });
  expect(abandonment(unseen, ms("10m"))).toMatchObject({ outcome: "abandoned", how: "silent", waitedMs: ms("10m") });
});

test("deflection, containment and resolution are three claims", () => {
  const contained = "0s customer\n2s assistant\n2s resolved assistant\n1h end";
  expect(automation(story(contained))).toEqual({ deflected: true, contained: true, resolved: null });
  expect(automation(story(contained, true))).toEqual({ deflected: true, contained: true, resolved: true });
  expect(automation(story(contained, false))).toEqual({ deflected: true, contained: true, resolved: false });
  const handedOver = story("0s customer\n1s handed-off\n1m agent\n2m resolved\n1h end", true);
  expect(automation(handedOver)).toEqual({ deflected: false, contained: false, resolved: false });
  // Closed by a rule after long silence: nobody was helped.
  const timedOut = story("0s customer\n2s assistant\n1d resolved system\n2d end");
  expect(automation(timedOut)).toEqual({ deflected: true, contained: false, resolved: false });
  expect(resolution(timedOut)).toMatchObject({ firstMs: null, solves: 0 });
});

test("a reply into an empty room answers nobody", () => {
  const timeline = story("0s customer\n1s handed-off\n2m left silently\n3m agent\n4m resolved\n1h end", true);
  expect(abandonment(timeline)).toMatchObject({ outcome: "abandoned", waitedMs: ms("119s") });
  expect(resolvedAtFirstContact(timeline, { windowMs: 0, noTransfer: false, needsRight: false })).toBe(false);
  // Closed over the customer, without a word to them, is no service either.
  const closedOver = story("0s customer\n1s handed-off\n2m claimed\n3m resolved\n1h end");
  expect(abandonment(closedOver)).toMatchObject({ outcome: "abandoned", how: "closed" });
});

// Amazon Connect divides by all queued; Google CCAI by handled and abandoned, without short abandons.
test("the abandonment rate says by what it is divided", () => {
  const rates = createAbandonmentRates(ms("5s"));
  const queued = (rest: string) => abandonment(story(`0s customer\n0s handed-off\n${rest}\n10m end`));
  for (const rest of ["3s left", "1m left", "2m left silently", "30s agent", "40s agent", "50s agent", "60s agent"])
    rates.add(queued(rest));
  rates.add(abandonment(story("0s customer\n0s handed-off\n10m end")));
  rates.add(abandonment(story("0s customer\n1m left\n10m end")));
  rates.add(abandonment(story("10m end")));
  expect(rates.rates()).toEqual({
    offered: 9,
    queued: 8,
    handled: 4,
    abandoned: 3,
    shortAbandoned: 1,
    stillWaiting: 1,
    said: 2,
    silent: 1,
    closed: 0,
    abandonedUnqueued: 1,
    ofQueued: 3 / 8,
    ofEndedWithoutShort: 2 / 6,
    ofOffered: 4 / 9,
  });
  expect(createAbandonmentRates(0).rates()).toMatchObject({
    ofQueued: null,
    ofEndedWithoutShort: null,
    ofOffered: null,
  });
});
