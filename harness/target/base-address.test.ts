import { expect, test } from "vitest";
import { readBaseAddress } from "./base-address.ts";

test.for([
  ["http://127.0.0.1:4100", "127.0.0.1", 4100],
  ["https://desk.staging.example", "desk.staging.example", 443],
  ["http://localhost", "localhost", 80],
  ["http://[::1]:8080", "::1", 8080],
  ["https://xn--bcher-kva.example:65535", "xn--bcher-kva.example", 65_535],
] as const)("%s is read as %s, port %i", ([text, host, port]) => {
  expect(readBaseAddress(text)).toMatchObject({ ok: true, address: { host, port } });
});

test.for([
  ["http://2130706433", "must be spelled 127.0.0.1"],
  ["http://0177.0.0.1", "must be spelled 127.0.0.1"],
  ["http://0x7f.1", "must be spelled 127.0.0.1"],
  ["http://127.1", "must be spelled 127.0.0.1"],
  ["http://999.0.0.1", "must be a name or an IP address"],
  ["http://desk.example.", "no dot at its end"],
  ["http://127.0.0.1.", "no dot at its end"],
  ["http://Desk.example", "lower case"],
  ["http://bücher.example", "xn-- form"],
  ["http://xn--.example", "a host's name"],
  ["http://xn--0.example", "Punycode"],
  ["http://user:pass@desk.example", "no user name"],
  ["http://desk.example@evil.example", "no user name"],
  ["http://desk.example/path", "no path"],
  ["http://desk.example/", "no path"],
  ["http://desk.example?x", "no path"],
  ["http://desk.example\\@evil.example", "no path"],
  ["http://desk.example:0", "a port from 1"],
  ["http://desk.example:65536", "a port from 1"],
  ["http://desk.example:080", "a port from 1"],
  ["http://desk.example:", "a port from 1"],
  ["http://[::ffff:127.0.0.1]:80", "must be spelled 127.0.0.1"],
  ["http://[0:0:0:0:0:0:0:1]", "must be spelled ::1"],
  ["http://[fe80::1%25eth0]", "no zone"],
  ["http://[127.0.0.1]", "only IPv6"],
  ["http://::1", "name a host"],
  ["ftp://desk.example", "begin with http"],
  ["HTTP://desk.example", "begin with http"],
  ["http://", "name a host"],
  ["http://desk example", "ASCII without blanks"],
  ["http://desk\u200b.example", "ASCII without blanks"],
  ["http://-desk.example", "a host's name"],
  ["http://desk_1.example", "a host's name"],
] as const)("%s is refused: %s", ([text, must]) => {
  const spelling = readBaseAddress(text);
  expect(spelling.ok ? "accepted" : spelling.must).toContain(must);
});
