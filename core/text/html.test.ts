import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText, html, raw, svg } from "./html.ts";

test("escapes text, attributes and lists alike when values are interpolated", () => {
  const evil = `<b a="1" b='2'>&`;
  const safe = "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;";
  expect(html`<p title="${evil}">${evil}${[evil, html`<i>${evil}</i>`]}</p>`.toString()).toBe(
    `<p title="${safe}">${safe}${safe}<i>${safe}</i></p>`,
  );
});

test("writes nothing for false, null and undefined, and a dash for a number that is none", () => {
  expect(html`${false}${null}${undefined}${0} ${Number.NaN}`.toString()).toBe("0 \u2013");
});

test("isolates right-to-left text in element text but never inside a tag or in SVG", () => {
  const hebrew = "\u05e9\u05dc\u05d5\u05dd";
  expect(html`<a title="${hebrew}" class="x">${hebrew}</a>`.toString()).toBe(
    `<a title="${hebrew}" class="x"><bdi>${hebrew}</bdi></a>`,
  );
  expect(svg`<text>${hebrew}</text>`.toString()).not.toContain("bdi");
});

test("keeps replacement patterns and template signs as they are", () => {
  const text = ["$& $' $1 $", "{x} {{y}}"].join("");
  expect(html`<p>${text}</p>${raw("<hr>")}`.toString()).toBe(
    "<p>$&amp; $&#39; $1 $%{x} {{y}}</p><hr>".replace("%", ""),
  );
});

test("leaves no character that could open a tag or close a quote, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>"'\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
    }),
  );
});
