import { expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { parseTarget } from "./load-target.ts";
import { targetText } from "./target-example.ts";

const faultsOf = (
  text: string,
  ...rest: Parameters<typeof parseTarget> extends [string, string, ...infer R] ? R : never
) => {
  try {
    parseTarget(text, "t.yaml", ...rest);
  } catch (error) {
    if (error instanceof FieldproofError)
      return { code: error.code, lines: error.message.split("\n").slice(1), message: error.message };
    throw error;
  }
  return { code: "accepted", lines: [], message: "" };
};

test("fills in what may be left out", () => {
  const file = parseTarget(targetText(), "t.yaml");
  expect(file).toMatchObject({ allowedStimuli: [], secrets: {}, hosts: [] });
  expect(file.timeFactor).toBeUndefined();
});

test("names all faults at once, each with line and column", () => {
  const text = targetText({
    origin: "http://0x7f.1",
    pop: "https://desk.example",
    hosts: "[{ host: Desk.example, port: 443, ports: [0], addresses: [0.0.0.0/0, 10.0.0.0/8, 169.254.169.254] }]",
    more: "allowedStimuli: [earthquake]\nsecrets: { agent: hunter2 }\nexpires: never",
  })
    .replace("x-synthetic", "Authorization")
    .replace("maxContacts: 300", "maxContacts: 0");
  const { code, lines } = faultsOf(text);
  expect(code).toBe("FP-TARGET-001");
  expect(lines).toEqual([
    't.yaml:5:18: addresses.pops.pop-a: is "https://desk.example", whose host and port 443 must be listed under hosts',
    't.yaml:6:11: addresses.origin: is "http://0x7f.1", must be spelled 127.0.0.1, which it is read as',
    't.yaml:7:17: hosts.0.host: is "Desk.example", must be in lower case',
    "t.yaml:7:31: hosts.0.port: is not a key of a target file, did you mean ports?",
    "t.yaml:7:50: hosts.0.ports.0: is 0, must be at least 1",
    't.yaml:7:66: hosts.0.addresses.0: is "0.0.0.0/0", must be a network of at least /16',
    't.yaml:7:77: hosts.0.addresses.1: is "10.0.0.0/8", must be a network of at least /16',
    't.yaml:7:89: hosts.0.addresses.2: is "169.254.169.254", which is a cloud\'s own metadata service',
    "t.yaml:10:16: limits.maxContacts: is 0, must be at least 1",
    't.yaml:14:28: syntheticMarker.header: is "Authorization", must be a header of its own',
    expect.stringMatching(/^t.yaml:16:18: allowedStimuli.0: is "earthquake", must be one of origin-slow, /),
    't.yaml:17:19: secrets.agent: is "hunter2", must be a mapping of keys',
    expect.stringContaining("t.yaml:18:1: expires: is not a key of a target file"),
  ]);
});

test.for([
  ["an empty file", "", "FP-TARGET-001"],
  ["a list", "- a\n", "FP-TARGET-001"],
  [
    "another port than the listed one",
    targetText({
      origin: "http://desk.example:81",
      hosts: "[{ host: desk.example, ports: [80], addresses: [192.0.2.1] }]",
    }),
    "FP-TARGET-001",
  ],
  ["a prototype key", `${targetText()}__proto__: { x: 1 }\n`, "FP-TARGET-001"],
  ["a newer version", targetText().replace("target/1", "target/2"), "FP-TARGET-002"],
  ["another kind of file", targetText().replace("target/1", "plan/1"), "FP-TARGET-002"],
  ["a name of the prototype as version", targetText().replace("fieldproof.target/1", "constructor"), "FP-TARGET-002"],
] as const)("refuses %s", ([, text, code]) => {
  expect(faultsOf(text).code).toBe(code);
});

test("an older version is raised step by step, and faults keep their places", () => {
  const steps = {
    "fieldproof.target/0": (old: Readonly<Record<string, unknown>>) => {
      const { label, ...rest } = old;
      return { ...rest, schema: "fieldproof.target/1", name: label };
    },
  };
  const old = targetText().replace("target/1", "target/0").replace("name: staging desk", "label: staging desk");
  expect(parseTarget(old, "t.yaml", steps).name).toBe("staging desk");
  expect(faultsOf(old).code).toBe("FP-TARGET-002");
  expect(faultsOf(old.replace("maxContacts: 300", "maxContacts: x"), steps).lines).toEqual([
    't.yaml:10:16: limits.maxContacts: is "x", must be a number',
  ]);
});
