/** What went wrong in words for a customer or an agent, and what they can do. By the problem's code. */
const WORDS: Readonly<Record<string, string>> = {
  "no-answer": "We could not reach the stack. Check your connection; what you wrote is still here.",
  "bad-request": "The stack did not understand this. Check what you wrote and try again.",
  "bad-proof": "This device's clock or key was not accepted. Try again; if it stays, set the clock and reload.",
  "proof-replayed": "This was sent twice at once. Try again.",
  "token-expired": "Your consent has run out. Ask again to go on.",
  "bad-token": "This conversation is no longer open here. Ask again to start a new one.",
  "no-token": "This conversation is no longer open here. Ask again to start a new one.",
  "bad-bearer": "This key is not accepted. Check it and try again.",
  "consent-withdrawn": "You withdrew your consent, so nothing more can be sent.",
  "not-your-contact": "This conversation belongs to another session.",
  "not-found": "This is no longer here.",
  "contact-not-waiting": "Someone else took this contact first.",
  "contact-not-claimed": "You do not hold this contact any more.",
  "too-large": "This text is too long. Please shorten it.",
  "log-unavailable": "Support cannot record anything just now, so it takes nothing on. Try again in a moment.",
  closing: "Support is closing. What was sent is kept.",
  "http-429": "That was too fast. Wait a moment and try again.",
};

/** A sentence for a problem's code; one that says the code when it is not known. */
export const wordsFor = (code: string): string =>
  WORDS[code] ?? `Something went wrong (${code}). Try again; what you wrote is still here.`;
