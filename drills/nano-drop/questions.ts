import type { Intent } from "../../core/contract/ids.ts";

/**
 * What fans write during a drop, by intent. `{order}` stands for the customer's order number. The stack never
 * sees this file: its island is worded by other people in other words.
 */
export const QUESTIONS: Readonly<Record<Intent, readonly string[]>> = {
  stock: [
    "omg is it gone already??",
    "any left in size M or am I too late",
    "says sold out for me, will there be a restock?",
    "Are there still some available?",
    "did you sell out that fast lol",
    "Hi! Is the print still in stock please?",
    "how many are left rn",
    "is it really sold out or is my page just broken",
    "will more be released later today?",
    "Do you plan to restock this drop at some point?",
  ],
  "shipping-window": [
    "when does this ship",
    "How long until it arrives? It's a birthday gift",
    "what's the delivery date looking like for Europe",
    "Hey, when are orders going to be sent out?",
    "will it be here before christmas",
    "shipping time??",
    "Could you tell me roughly when parcels leave the warehouse?",
    "when can I expect delivery if I buy now",
    "is dispatch this week or next",
    "how many days does shipping take",
  ],
  returns: [
    "what if it doesn't fit, can I send it back",
    "Do you take returns on drop items?",
    "is there a refund if I change my mind",
    "can i exchange it for another size later",
    "Return policy?",
    "how long do I have to return something",
    "If it arrives damaged, do I get my money back?",
    "Hello, are exchanges possible for limited pieces?",
  ],
  "payment-methods": [
    "do you take paypal",
    "can I pay with Klarna or something like that",
    "Which cards do you accept?",
    "apple pay possible?",
    "is there any way to pay in instalments",
    "Hi, what payment options are there at checkout?",
    "can i use a gift card for this",
    "do you accept amex",
  ],
  eligibility: [
    "do you ship to Norway",
    "how many can one person buy",
    "is there a limit per customer",
    "Can I order from Australia?",
    "am I allowed to buy two for me and my sister",
    "is this open to everyone or members only",
    "do I have to be 18 to order",
    "does it ship worldwide?",
  ],
  "was-i-charged": [
    "page crashed at checkout, was I charged for order {order}?",
    "my bank shows two payments for {order}, did you charge me twice",
    "did my payment for order {order} go through??",
    "I paid but got no confirmation for {order}, has my card been charged",
    "money left my account for {order}, can you check that you got it",
    "Order {order}: I was charged but the page said error",
    "has order {order} been paid or not, my app says pending",
  ],
  "order-held": [
    "why is my order {order} on hold",
    "order {order} says held, what do I need to do",
    "Got a mail that {order} is being reviewed. How long will that take?",
    "what does 'held' mean for my order {order}??",
    "my order {order} has not moved since yesterday, is it blocked",
    "Can you release order {order} please, the address is correct",
    "status of {order} says verification, what's wrong with it",
  ],
  "order-missing": [
    "where is my order {order}",
    "I don't see order {order} in my account, did it get lost",
    "tracking for {order} shows nothing for days",
    "never got a confirmation for {order}, does it exist?",
    "Hi, my parcel {order} hasn't shown up, can you look into it",
    "order {order} vanished from my profile help",
    "the courier has no record of {order}, where is it",
  ],
};

/** What a customer writes back when the answer did not hold the fact that they asked for. */
export const COMPLAINTS: readonly string[] = [
  "that's not what I asked, can a real person look at this please",
  "No, that does not answer my question.",
  "this is wrong, I need someone to check",
  "sorry but that's not my question at all",
];

/** What a customer writes who has had a right answer and comes back with another matter, on the same contact. */
export const FOLLOW_UPS: readonly string[] = [
  "thanks! one more thing: can you change the delivery address on my account?",
  "great, and could someone check that my e-mail address is right?",
  "ok thank you. my friend wants to pick it up for me, is that possible?",
  "perfect. also, can you add a gift note to it?",
];

/** Small changes that turn a question into a near-duplicate of itself, as crowds copy each other. */
export const ECHOES: readonly ((text: string) => string)[] = [
  (text) => `${text} ?`,
  (text) => `pls ${text}`,
  (text) => text.toLowerCase(),
  (text) => `${text} anyone?`,
  (text) => `same question: ${text}`,
];
