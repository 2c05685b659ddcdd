/**
 * What the one button consents to, as it stands beside it. A consent's noticeHash is the SHA-256 of the notice's
 * words, runs of white space made one space (`noticeText`).
 */
export const CONSENT_NOTICE =
  "By pressing “Ask support” you agree that this event’s support team uses your question, and your order number if you give one, to answer you. Your words are shown in public only if you ticked that above. Nothing links this visit to another, and you can withdraw with one press at any time.";

/** A notice as it is hashed: the words alone, however a page breaks its lines. */
export const noticeText = (shown: string): string => shown.replace(/\s+/g, " ").trim();
