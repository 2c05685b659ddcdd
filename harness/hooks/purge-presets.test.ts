import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { parseHooks } from "./parse-hooks.ts";
import { fillBody } from "./value-template.ts";

const presets = ["cloudflare", "fastly"].map((name) => {
  const path = `../../examples/purge-hooks/${name}.hooks.yaml`;
  return { name, file: parseHooks(parse(readFileSync(new URL(path, import.meta.url), "utf8")), path) };
});

test.each(presets)(
  "the hooks of $name are whole: one purge each, by a secret that does not stand in them",
  ({ file }) => {
    expect(Object.keys(file.secrets)).toEqual(["purge-token"]);
    for (const [name, hook] of Object.entries(file.hooks)) {
      if (hook.kind !== "http") throw new Error(`${name} is no request`);
      expect(hook.method).toBe("POST");
      expect(Object.values(hook.headers)).toContainEqual(expect.objectContaining({ secret: "purge-token" }));
      // Whatever the event is called, the body stays what it is.
      const body =
        hook.body === undefined ? null : fillBody(name, hook.body, { event: 'drop"],"purge_everything":[true' });
      const sent = body === null ? {} : (JSON.parse(body) as Record<string, unknown>);
      expect(Object.keys(sent).length).toBeLessThanOrEqual(1);
    }
  },
);
