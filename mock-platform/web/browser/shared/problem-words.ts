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
  "purpose-missing": "You have not allowed this use of what you wrote. Ask again and allow it to have an answer.",
  "not-your-contact": "This conversation belongs to another session.",
  "not-found": "This is no longer here.",
  "contact-not-waiting": "Someone else took this contact first.",
  "contact-not-claimed": "You do not hold this contact any more.",
  "too-large": "This text is too long. Please shorten it.",
  "log-unavailable": "Support cannot record anything just now, so it takes nothing on. Try again in a moment.",
  "session-ended": "This conversation has ended. Ask again to start a new one.",
  "reopen-window-closed": "This was closed too long ago to go on with. Ask again to start a new conversation.",
  "contact-resolved": "This contact is closed.",
  "contact-held": "Another agent holds this contact now.",
  "contact-reserved": "This contact waits for a group that you are not in.",
  "agent-not-available": "You are on a break. Go back to available first.",
  "agent-slots-full": "All your slots are in use. Close or hand over a contact first.",
  "unknown-agent": "The desk does not know this name any more. Sign in again.",
  "unknown-group": "Nobody on shift is in that group.",
  "not-editable": "This message cannot be changed.",
  "not-your-message": "Only who wrote a message can change its wording.",
  "already-moderated": "This message was taken away before.",
  closing: "Support is closing. What was sent is kept.",
  "http-429": "That was too fast. Wait a moment and try again.",
};

/** A sentence for a problem's code; one that says the code when it is not known. */
export const wordsFor = (code: string): string =>
  WORDS[code] ?? `Something went wrong (${code}). Try again; what you wrote is still here.`;
