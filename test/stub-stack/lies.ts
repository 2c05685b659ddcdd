/** Ways in which the stub can lie. Without one it is an honest desk that does nothing beyond what the drill asks for. */
export const LIES = {
  "wrong-facts": "answers every question at once, with what is true of something else",
  "edge-answers-all": "answers every question at once and rightly, also those that only a person may answer",
  "answers-itself": "says that a person answers, and answers itself under an agent's name",
  "all-facts": "answers general questions with everything that it knows",
  "empty-text": "answers general questions with nothing",
  "html-text": "answers general questions with a page that hides the answer in a comment",
  "huge-text": "answers general questions with a megabyte that holds the answer somewhere",
  "html-body": "answers the one button with a page",
  uncited: "answers general questions from no island at all",
  "foreign-key": "cites a key that no proved island was signed with",
  "never-offered": "says that a person answers and tells no agent",
  "two-agents": "offers a contact to two agents and lets both claim it",
  "others-order": "shows agents the order of another customer",
  swallows: "acknowledges a contact, never answers it, and has forgotten it afterwards",
  refuses: "answers 503 to a contact for ever",
  forgets: "answers a contact and knows nothing of it afterwards",
  twice: "delivers every reply twice",
  "said-again": "says every reply twice, as two messages",
  "others-replies": "shows a customer an agent's reply to another contact",
  "others-words": "shows a customer an agent's reply to another contact as if it were theirs",
  "clock-ahead": "stamps everything one hour ahead",
  "forged-later": "serves an island with a bad signature from 1.5 s after the first customer on",
  "time-factor": "names another time factor than it was started with",
  "any-answer": "calls nearly every text a right answer",
  unguarded: "asks nobody for a token, a proof, a ticket or a bearer",
  "any-ticket": "opens the feed by one ticket as often as one likes",
  "fault-idle": "takes faults, counts what they strike, and slows nothing down",
  "fault-lapses": "says that leases are renewed, and lets them run out",
  "fault-kept": "takes no fault away, and lets no lease run out",
  "fault-hidden": "says that a fault is gone, and has it strike on",
  "no-log": "exports a log without entries",
  "log-gone": "answers 410 to who asks for its log",
  "log-busy": "answers 503 to who asks for its log",
} as const satisfies Readonly<Record<string, string>>;
export type Lie = keyof typeof LIES;

const isLie = (text: string): text is Lie => Object.hasOwn(LIES, text);
const placeOf = (clientContactId: string): number =>
  Number(clientContactId.slice(clientContactId.lastIndexOf("-") + 1));

/** Says whether a lie is told: about one contact, or at all when none is named. */
export type Tells = (lie: Lie, clientContactId?: string) => boolean;

/**
 * Reads `name` (told about every contact) and `name=250` (told about the contact at that place alone; may be repeated).
 * @throws RangeError for a lie that is not in the list
 */
export const readLies = (texts: readonly string[]): Tells => {
  const told = new Map<Lie, number[]>();
  for (const text of texts) {
    const [name = "", place] = text.split("=");
    if (!isLie(name))
      throw new RangeError(`${name} is no lie of the stub's; there are ${Object.keys(LIES).join(", ")}`);
    told.set(name, [...(told.get(name) ?? []), ...(place === undefined ? [] : [Number(place)])]);
  }
  return (lie, clientContactId) => {
    const places = told.get(lie);
    if (places === undefined || places.length === 0) return places !== undefined;
    return clientContactId !== undefined && places.includes(placeOf(clientContactId));
  };
};
