import { expect, test } from "vitest";
import { create } from "xmlbuilder2";
import { renderBadge } from "./readiness-badge.ts";
import { verdict } from "./verdict-builder.ts";
import { cannotTell, notReady, ready, withResidue } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

test("says the verdict by word and by a shape of its own, not by colour alone", () => {
  const badges = [verdict({}, { profile: "drop" }), notReady(), cannotTell()].map(renderBadge);
  const words = badges.map((badge) => />([^<>]+)<\/text>\n<\/g>/.exec(badge)?.[1]);
  expect(words).toEqual(["READY", "NOT READY", "CAN&#39;T TELL"]);
  const shapes = badges.map((badge) => /class="shape[^>]*>(.*?)<\/svg>/s.exec(badge)?.[1]);
  expect(new Set(shapes).size).toBe(3);
});

test("a smoke run is no promise", () => {
  expect(renderBadge(ready())).toContain(">READY, plumbing only</text>");
});

test("what may still be in place at the target is said", () => {
  expect(renderBadge(withResidue())).toContain(">CAN&#39;T TELL, residue</text>");
});

test("is one inert image, whatever the texts hold", () => {
  const badge = renderBadge(hostileVerdict());
  const elements = new Set([...badge.matchAll(/<([a-z!?]+)/gi)].map(([, name]) => name));
  expect(elements).toEqual(
    new Set(["svg", "title", "rect", "g", "text", "circle", "path"].filter((name) => badge.includes(`<${name}`))),
  );
  const attributes = new Set(
    [...badge.replace(/>[^<]*</g, "><").matchAll(/\s([\w-]+)="[^"]*"/g)].map(([, name]) => name),
  );
  expect([...attributes].filter((name) => /^on|^style$|href|src/.test(name ?? ""))).toEqual([]);
  expect(badge).not.toMatch(/(?<!xmlns=")https?:|url\(/i);
  expect(badge).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}/u);
  expect(Object.keys(create(badge).root().toObject())).toEqual(["svg"]);
  expect(badge.length).toBeLessThan(6000);
});
