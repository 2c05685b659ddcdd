import { vi } from "vitest";
import type { VirtualClock } from "../../harness/simulation/virtual-clock.ts";

/**
 * Puts the machine's own clock and timers on a virtual clock, for packages that read them. Returns the way back; call
 * it before anything real is waited for.
 */
export const onVirtualGlobals = ({ clock, after }: VirtualClock): (() => void) => {
  const timers = new WeakMap<object, () => void>();
  vi.stubGlobal("setTimeout", (task: () => void, ms = 0) => {
    const timer = { unref: () => timer, ref: () => timer };
    timers.set(timer, after(ms, task));
    return timer;
  });
  vi.stubGlobal("clearTimeout", (timer: object | undefined) => {
    if (timer !== undefined) timers.get(timer)?.();
  });
  const now = vi.spyOn(Date, "now").mockImplementation(() => clock.now());
  return () => {
    now.mockRestore();
    vi.unstubAllGlobals();
  };
};
