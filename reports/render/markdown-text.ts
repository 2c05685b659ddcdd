import { visibleText } from "../../core/text/visible-text.ts";

const JOINER = "\u2060";

/**
 * Text as inert GitHub Markdown: no markup, no HTML, no link, mention, issue reference, emoji or formula comes of
 * it, and it stays in its table cell. The joiners that break GitHub's own linking are added after unseen characters
 * have been made visible, so none of the text's own can hide.
 */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]()#+\-!|~$^]/g, "\\$&")
    .replace(/@/g, `@${JOINER}`)
    .replace(/:\/\//g, `:${JOINER}//`)
    .replace(/\b(www|GH|https?|ftp|mailto|xmpp)(?=[.:\\])/gi, `$1${JOINER}`)
    .replace(/#(?=\d)/g, `#${JOINER}`)
    .replace(/\b([0-9a-f]{6})(?=[0-9a-f])/gi, `$1${JOINER}`)
    .replace(/:(?=[a-z0-9_+\\-]+:)/gi, `:${JOINER}`)
    .replace(/^(\s*\d+)\.(?=\s)/, "$1\\.");
}

/** A table row of texts that are already inert. */
export const markdownRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** An identifier of ours to copy: a code span where its letters allow, else inert text. */
export const markdownId = (id: string): string => (/^[\w:.-]{1,100}$/.test(id) ? `\`${id}\`` : markdownText(id));
