import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { contentOf, curlLine, literally, quoted } from "./by-hand.ts";

const printed = async (words: string): Promise<string> =>
  (await promisify(execFile)("/bin/sh", ["-c", `printf '%s|' ${words}`])).stdout;

test.each([
  "plain-word_1.2/3:4",
  "two words",
  "it's",
  '$(id) `id` $HOME \\n \\\\ "x"',
  "line one\nline two\ttab \u0007 end",
  "50% of 100%d",
  "-e",
  "ünï 日本",
  "",
  "#!x;&|<>*?[]{}~",
])("one word of the shell, whatever it holds: %j", async (text) => {
  expect(quoted(text)).not.toContain("\n");
  expect(await printed(quoted(text))).toBe(`${text}|`);
});

test("text between double quotes stands as it is, beside a file's content", async () => {
  const text = '"$HOME" `id` \\ $(id)';
  expect(await printed(`"${literally(text)}${contentOf("/dev/null")}"`)).toBe(`${text}|`);
});

test("curl is sent to the pin of a name, and to an address as it is", () => {
  const pins = [
    { host: "desk.example", port: 8443, addresses: ["192.0.2.7", "192.0.2.8"] },
    { host: "127.0.0.1", port: 80, addresses: ["127.0.0.1"] },
    { host: "six.example", port: 443, addresses: ["2001:db8::1"] },
  ];
  const line = (url: string) => curlLine({ method: "POST", url, headers: [], body: null }, pins);
  expect(line("https://desk.example:8443/x")).toContain(" --resolve desk.example:8443:192.0.2.7 ");
  expect(line("https://six.example/x")).toContain(" --resolve 'six.example:443:[2001:db8::1]' ");
  for (const url of ["http://127.0.0.1/x", "https://desk.example/x"]) expect(line(url)).not.toContain("--resolve");
});
