import { expect, test } from "vitest";
import { fitsK6, fitsNode, parseVersion } from "./versions.mjs";

test.each([
  ["k6 v2.2.0 (go1.26.8, linux/amd64)", [2, 2, 0]],
  ["k6 v2.3.1 (commit/devel, go1.26.8, linux/amd64)", [2, 3, 1]],
  ["v24.21.0", [24, 21, 0]],
  ["k6.exe v2.10.0-rc1 (x)", [2, 10, 0]],
  ["go1.26.8", undefined],
  ["", undefined],
])("reads the version in %j", (text, expected) => {
  expect(parseVersion(text)).toEqual(expected);
});

test.each([
  ["2.2.0", true],
  ["2.10.3", true],
  ["2.1.9", false],
  ["1.9.0", false],
  ["3.0.0", false],
])("k6 %s fits: %s", (text, fits) => {
  expect(fitsK6(parseVersion(text) ?? [0, 0, 0])).toBe(fits);
});

test.each([
  ["v22.22.2", true],
  ["v22.23.0", true],
  ["v22.22.1", false],
  ["v23.11.0", false],
  ["v24.14.9", false],
  ["v24.15.0", true],
  ["v25.0.0", true],
  ["v20.20.2", false],
])("Node %s fits: %s", (text, fits) => {
  expect(fitsNode(parseVersion(text) ?? [0, 0, 0])).toBe(fits);
});
