import type { Author } from "./timeline.ts";

/** The first reply of any kind and the first of a person, among messages in their order. */
export interface FirstReplies<M> {
  readonly any: M | undefined;
  readonly human: M | undefined;
}

/**
 * What counts as a first reply, wherever replies are counted: a system's notice is none, only a person's is human, and
 * what was said before the customer's first message answers nothing. `asked`: the customer's first message came before
 * these, as in a list of what the customer was shown.
 */
export function firstReplies<M extends { readonly author: Author }>(
  messages: Iterable<M>,
  asked = false,
): FirstReplies<M> {
  let any: M | undefined;
  let isAsked = asked;
  for (const message of messages) {
    if (message.author === "customer") isAsked = true;
    else if (message.author !== "system" && isAsked) {
      any ??= message;
      if (message.author === "agent") return { any, human: message };
    }
  }
  return { any, human: undefined };
}
