/**
 * What a drill may do to a target, by id. A closed list: a target file allows some of them, and none that is not here.
 * `reversible` ones are undone within a lease; `one-way` ones are rolled forward (design README, section 1).
 */
export const STIMULUS_KINDS = {
  "origin-slow": "reversible",
  "origin-down": "reversible",
  "partner-slow": "reversible",
  "partner-cut": "reversible",
  "webhook-down": "reversible",
  "cache-purge": "one-way",
  "island-recall": "one-way",
  "key-rotation": "one-way",
  "key-revocation": "one-way",
  "consent-recovery": "one-way",
  "consent-withdrawal": "one-way",
  "message-edit": "one-way",
  moderation: "one-way",
  erasure: "one-way",
} as const;

export type StimulusId = keyof typeof STIMULUS_KINDS;

export const STIMULUS_IDS = Object.keys(STIMULUS_KINDS) as readonly StimulusId[];
