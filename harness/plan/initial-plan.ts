/** The plan that `fieldproof init` writes: every field with its default, its unit and one line of comment. */
export const INITIAL_PLAN = `# yaml-language-server: $schema=docs/drop.schema.json
# The plan of a drop. Seconds are simulated seconds: what a customer lives through, whatever the time factor.
schema: fieldproof.plan/1 # version of this file's form; leave it as it is

drop:
  name: Creator drop # text, at most 120 characters; stands on the report
  event: drop # id of the event's FAQ island: lower-case letters, digits, hyphens
  # startsAt: "2026-11-27T18:00:00Z" # ISO 8601 time with offset at which the real drop opens; printed on the report
  items: 300 # pieces for sale

seed: 7 # whole number; the same seed gives the same customers and arrivals
required: # drills; one that is inconclusive or not run makes the run CAN'T TELL
  - nano-drop
readyForDays: 7 # days until a READY expires; it also expires when this plan changes

arrivals:
  preset: step-and-tail # step-and-tail (a burst, then a quarter of it) or steady (a third of the peak throughout)
  # csv: last-drop.csv # CSV with the column \`at\` (seconds or ISO 8601), from this file's folder; replaces step and tail
  peakPerSec: 1.2 # contacts per second in the step
  islandReadsPerSec: 20 # island reads per second in the refresh wave
  nearDuplicateShare: 0.3 # share of tail questions, 0 to 1, that almost repeat an earlier one

staffing:
  kind: modelled # agents are actors of ours, and the report says so
  agents: 10 # people on shift
  slotsPerAgent: 2 # chats that one agent handles at once
  handle: { medianSec: 57, sigma: 0.3 } # handling time, log-normal: median in seconds, spread of the logarithm
  firstReplyShare: 0.25 # part of the handling time, 0 to 1, that passes before the first reply
  pickUp: { medianSec: 2, sigma: 0.4 } # from the offer of a contact to its claim: median in seconds, spread

customers:
  patience: { medianSec: 75, sigma: 0.7 } # how long they wait: median in seconds, spread of the logarithm
  silentLeaverShare: 0.6 # of those who give up, the share, 0 to 1, that says nothing
  resendShare: 0.1 # share, 0 to 1, that sends the same message again while waiting
  followUpShare: 0.15 # share, 0.01 to 1, of those with a general question outside the step who come back with another matter
  longPollShare: 0.3 # share, 0 to 1, that receives replies by long poll instead of WebSocket
  standardLaneShare: 0 # share, 0 to 1, that writes to the standard lane instead of the stream
  # intents: { stock: 24, shipping-window: 20, returns: 8, payment-methods: 6, eligibility: 7, was-i-charged: 12, order-held: 11, order-missing: 12 } # weights of the questions; what is left out is not asked

budgets:
  anyReply: { p50Sec: 5, p95Sec: 60 } # first reply of any kind to stream contacts: seconds for half, for 95 %
  humanReply: { p50Sec: 30, p95Sec: 60 } # first human reply to contacts handed to a human: seconds
  unansweredAtMost: 0 # share, 0 to 1, of contacts with no reply at all within the p95 budget
  systemDelayP95Ms: 500 # wall milliseconds that the system adds each way: from send to sight, with a slot free
  triageRightAtLeast: 0.98 # share, 0 to 1, of the island's answers that must be to what was asked
  firstContactResolution: { atLeast: 0.8, windowSec: 60 } # share, 0 to 1, answered right and not reopened within the seconds
  fulfilment: { firstWordP95Sec: 45, keptAtLeast: 0.9, requestsPerMatterAtMost: 3, recoverSec: 220 } # of overloaded-fulfilment: first answer or promise, promises kept, requests per matter in the fault, recovery

fulfilment: # the partner that overloaded-fulfilment saturates, and how the desk lives with it
  casesPerSec: 0.5 # customers with order trouble, per second
  streamPerSec: 0.2 # customers of the stream lane beside them, per second
  serversLeft: 2 # servers of the partner that work in the fault, whole number from 0
  phases: { controlSec: 100, faultSec: 100, recoverSec: 270, drainSec: 200 } # recover at least as long as the fault; every promise due within the drain
  partner: # the partner of the reference stack
    servers: 8 # cases at work at once
    queue: 12 # places to wait in; null for no bound
    service: { distribution: exponential, meanSec: 12, sigma: 0.5 } # exponential or log-normal (sigma is of the log-normal alone)
    refuseWith: 503 # 429 or 503
    callbacks: { lateShare: 0.1, lateSec: 20, twiceShare: 0.05 } # shares, 0 to 1, of callbacks that come late or twice
  policy: # how the desk calls the partner
    timeoutSec: 45 # one attempt
    bulkhead: { atOnce: 64, queue: 32 } # attempts at once, and waiting for a place; null for none
    breaker: { failureShare: 0.5, windowSec: 40, leastCalls: 4, openSec: 20 } # opens above the share of failures; null for none
    retries: { most: 3, budgetShare: 0.02, backoffSec: 4, longestBackoffSec: 30, honourRetryAfter: true, longestRetryAfterSec: 30 } # retries at most as a share of calls
    hedgeAfterSec: 5 # a read without an answer is sent once more; null for never
  promises: { dueSec: 170, lateSec: 25, paceSec: 1, atOnce: 8, againSec: 30 } # due after, promised when an answer takes longer than, pace of follow-ups

# What ends the load by the target's own counters, such as GET /ops/v1/counters of the reference stack; none unless asked:
# guards:
#   - { name: queue, signal: { counter: queue.depth }, above: 200, forWallSec: 5 } # wall seconds on end
#   - { name: sending, signal: { rate: messages }, above: 50, forWallSec: 5 } # added per wall second
#   - { name: orders, signal: { hook: open-orders }, above: 1000, forWallSec: 10 } # what a hook of the target file prints
#   - name: errors
#     signal: { ratio: { part: [http.5xx], whole: [http.2xx, http.4xx, http.5xx] } } # share of what was added
#     above: 0.05 # it trips above this
#     forWallSec: 5 # over so many wall seconds
#     whenBlind: trip # trip or ignore, when the target does not tell for three seconds

# Overrides of a profile's phases (smoke, rehearsal, drop). The shipped shape of smoke, in seconds:
# profiles:
#   smoke:
#     timeFactor: 10 # simulated seconds per wall second, whole number from 1
#     controlSec: 50 # few contacts, before the drop opens
#     refreshSec: 20 # island reads only
#     stepSec: 50 # the burst
#     tailSec: 200 # order trouble
#     drainSec: 100 # observed after the last arrival; at least the longest budget
#     auditSec: 50 # records are joined and checked
`;
