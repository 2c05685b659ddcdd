/** An answer may name one thing more than was asked; one that lists what there is answers nothing. */
const MOST_OTHER_FACTS = 1;
/** A tag or a comment: the words of an answer are shown as they are, and nobody reads source. */
const MARKUP = /<(?:!|\/?[a-z])[^<>]*>|<!--/i;

/**
 * Whether a text is an answer to what was asked: it holds the fact, and is neither a page nor a list of everything.
 * `generalFacts`: the event's facts, the one that was asked for among them or not.
 */
export const holdsFact = (text: string, fact: string, generalFacts: readonly string[]): boolean =>
  fact !== "" &&
  text.includes(fact) &&
  !MARKUP.test(text) &&
  generalFacts.filter((other) => other !== fact && text.includes(other)).length <= MOST_OTHER_FACTS;
