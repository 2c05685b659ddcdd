import { expect, test } from "vitest";
import { blockListOf, classOf, isWithin, normalAddress, parseNetwork } from "./address-class.ts";

test.for([
  ["127.255.0.1", "loopback"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "loopback"],
  ["192.0.2.7", "ordinary"],
  ["10.1.2.3", "ordinary"],
  ["2001:db8::1", "ordinary"],
  ["0.0.0.0", "unspecified"],
  ["0.1.2.3", "unspecified"],
  ["::", "unspecified"],
  ["::ffff:0.0.0.0", "unspecified"],
  ["169.254.1.1", "link-local"],
  ["fe80::1", "link-local"],
  ["169.254.169.254", "metadata"],
  ["::ffff:a9fe:a9fe", "metadata"],
  ["fd00:ec2::254", "metadata"],
  ["224.0.0.1", "multicast"],
  ["ff02::1", "multicast"],
  ["::7f00:1", "translated"],
  ["64:ff9b::7f00:1", "translated"],
  ["2002:7f00:1::", "translated"],
  ["255.255.255.255", "reserved"],
] as const)("%s is %s", ([text, kind]) => {
  expect(classOf(normalAddress(text) ?? "")).toBe(kind);
});

test("an address has one spelling, and one with a zone none", () => {
  expect(normalAddress("2001:DB8:0::0001")).toBe("2001:db8::1");
  expect(normalAddress("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(normalAddress("fe80::1%eth0")).toBeNull();
  expect(normalAddress("desk.example")).toBeNull();
});

test("a network holds its own addresses and no others, across families", () => {
  const list = blockListOf([parseNetwork("192.0.2.0/28"), parseNetwork("2001:db8::/64")].flatMap((one) => one ?? []));
  expect(["192.0.2.15", "2001:db8::9"].map((one) => isWithin(one, list))).toEqual([true, true]);
  expect(["192.0.2.16", "2001:db8:1::9"].map((one) => isWithin(one, list))).toEqual([false, false]);
  expect(["192.0.2.0/33", "192.0.2.0/", "192.0.2.0/08", "x/8", "1.2.3.4/8/8"].map(parseNetwork)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
