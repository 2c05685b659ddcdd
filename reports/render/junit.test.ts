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
  expect(xml).not.toMatch(/<(?!\/?(testsuites|testsuite|testcase|failure|error|skipped|system-out)\b|\?xml)/);
});

/** The rules that the JUnit schemas of Jenkins, Ant and Surefire share; no one of them is the standard. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["name", "tests", "failures", "errors", "skipped", "time"],
  testsuite: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
  testcase: ["classname", "name", "time"],
  failure: ["message", "type"],
  error: ["message", "type"],
  skipped: ["message"],
  "system-out": [],
};
const CHILDREN: Readonly<Record<string, RegExp>> = {
  testsuites: /^(testsuite )+$/,
  testsuite: /^(testcase )*$/,
  // Every schema has the outcome first, and system-out after it.
  testcase: /^((failure|error|skipped) )?(system-out )?$/,
};

test.each([
  ["ready", ready()],
  ["not ready", notReady()],
  ["cannot tell", cannotTell()],
  ["hostile", hostileVerdict()],
  ["without drills", verdict({ drills: [] }, { endedAt: null })],
])("keeps to the elements, their order, attributes and counts that the schemas share: %s", (_name, of) => {
  const found = { tests: 0, failure: 0, error: 0, skipped: 0 };
  create(renderJunit(of)).each(
    (node) => {
      const { node: element } = node;
      if (element.nodeType !== element.ELEMENT_NODE) return;
      const name = element.nodeName;
      const tag = /^<[^>]*>/.exec(node.toString())?.[0] ?? "";
      const attributes = [...tag.matchAll(/\s([\w-]+)="([^"]*)"/g)].map(([, key, value]) => ({ name: key, value }));
      expect(attributes.map((one) => one.name)).toEqual(ATTRIBUTES[name]);
      const children = node.filter(({ node: child }) => child.nodeType === child.ELEMENT_NODE, false, false);
      expect(children.map(({ node: child }) => `${child.nodeName} `).join("")).toMatch(CHILDREN[name] ?? /^$/);
      for (const one of attributes) {
        if (["tests", "failures", "errors", "skipped"].includes(one.name ?? "")) expect(one.value).toMatch(/^\d+$/);
        if (one.name === "time") expect(one.value).toMatch(/^\d+\.\d{3}$/);
        if (one.name === "timestamp") expect(one.value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      }
      if (name === "testcase") found.tests += 1;
      if (name === "failure" || name === "error" || name === "skipped") found[name] += 1;
    },
    true,
    true,
  );
  expect([found.tests, found.failure, found.error, found.skipped]).toEqual(total(renderJunit(of)));
});
