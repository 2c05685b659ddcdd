import { createHash } from "node:crypto";

/** The notice that customers are shown before the one button. */
const NOTICE = "We use your question and, if you give it, your order number to answer you. Nothing else.";

/** Its SHA-256, base64url. */
export const NOTICE_HASH = createHash("sha256").update(NOTICE).digest("base64url");
