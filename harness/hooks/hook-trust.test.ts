import { expect, test } from "vitest";
import { type HookOrigin, assertHooksTrusted, hookDistrust } from "./hook-trust.ts";

const push: HookOrigin = {
  path: "hooks.json",
  ci: true,
  eventName: "push",
  headRepository: null,
  baseRepository: "own/desk",
  onDefaultBranch: "same",
};
const change = (more: Partial<HookOrigin>): HookOrigin => ({
  ...push,
  eventName: "pull_request",
  headRepository: "own/desk",
  ...more,
});

test.each([
  ["by hand, whatever the file", { ...push, ci: false, onDefaultBranch: "absent" }],
  ["CI on the default branch's own file", push],
  ["a change of the same repository that leaves the file alone", change({})],
  ["another CI without events", { ...push, eventName: null }],
] satisfies [string, HookOrigin][])("trusted: %s", (_what, origin) => {
  expect(hookDistrust(origin)).toBeNull();
  assertHooksTrusted(origin);
});

test.each([
  ["a fork, though the file is the same", change({ headRepository: "fork/desk" })],
  ["a fork with the base's secrets", change({ eventName: "pull_request_target", headRepository: "fork/desk" })],
  ["a run that follows a fork's", change({ eventName: "workflow_run", headRepository: "fork/desk" })],
  ["a comment that says nothing of the change", change({ eventName: "issue_comment", headRepository: null })],
  ["a deleted fork", change({ headRepository: null })],
  ["a changed file", change({ onDefaultBranch: "differs" })],
  ["a new file", { ...push, onDefaultBranch: "absent" }],
  ["a shallow clone that cannot tell", { ...push, onDefaultBranch: "unknown" }],
] satisfies [string, HookOrigin][])("refused: %s", (_what, origin) => {
  expect(hookDistrust(origin)).not.toBeNull();
  expect(() => assertHooksTrusted(origin)).toThrow(expect.objectContaining({ code: "FP-HOOK-004" }));
});
