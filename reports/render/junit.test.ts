import { expect, test } from "vitest";
import { create } from "xmlbuilder2";
import { renderJunit } from "./junit.ts";
import { drill, notRun, verdict } from "./verdict-builder.ts";
import { cannotTell, notReady, ready } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

const total = (xml: string) =>
  /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml)?.slice(1).map(Number);

test("is green only when the run is READY", () => {
  expect(total(renderJunit(ready()))).toEqual([19, 0, 0, 6]);
  expect(total(renderJunit(notReady()))?.[1]).toBeGreaterThan(0);
  const [, failures, errors] = total(renderJunit(cannotTell())) ?? [];
  expect(failures === 0 && errors === 0).toBe(false);
  const odd = renderJunit(verdict({ verdict: "CAN'T TELL", label: "CAN'T TELL" }));
  expect(total(odd)?.[2]).toBe(1);
});

test("makes a required drill that did not run an error, and another one skipped", () => {
  const xml = renderJunit(
    verdict({ drills: [notRun("key-rotation", true, "no hook"), notRun("solo-cost", false, "not asked")] }),
  );
  expect(xml).toMatch(/classname="fieldproof.key-rotation"[^>]*>\s*<error message="NOT RUN: no hook"/);
  expect(xml).toMatch(/classname="fieldproof.solo-cost"[^>]*>\s*<skipped message="NOT RUN: not asked"/);
});

test("makes an inconclusive drill an error, never skipped", () => {
  const xml = renderJunit(
    verdict({ drills: [drill("nano-drop", { verdict: "INCONCLUSIVE", required: false, sentence: "late" })] }),
  );
  expect(xml).toMatch(/<error message="INCONCLUSIVE: late"/);
  expect(total(xml)?.[3]).toBe(0);
});

test("stays well-formed and within XML 1.0 when every text is hostile", () => {
  const xml = renderJunit(hostileVerdict());
  expect(xml).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]|[\ufffe\uffff]/u);
  const parsed = create(xml).root().toObject();
  expect(Object.keys(parsed)).toEqual(["testsuites"]);
  expect(xml).toContain("&lt;img src=x onerror=window.hostile=2&gt;");
  expect(xml).not.toMatch(/<(?!\/?(testsuites|testsuite|testcase|failure|error|skipped)\b|\?xml)/);
});
