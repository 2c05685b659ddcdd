/** Milliseconds of simulated time: what a customer or an agent would live through at 1:1. */
export type SimMs = number & { readonly __clock: "simulated" };

/** Milliseconds of wall time: what the machine's clock shows. Never scaled by the time factor. */
export type WallMs = number & { readonly __clock: "wall" };

/** Which clock a figure was taken on. Figures of the two clocks never share a table. */
export type ClockName = "simulated" | "wall";

/** Marks a number of milliseconds as simulated time. */
export const simMs = (ms: number): SimMs => ms as SimMs;

/** Marks a number of milliseconds as wall time. */
export const wallMs = (ms: number): WallMs => ms as WallMs;

/** Wall time that `sim` takes at `timeFactor` (simulated milliseconds per wall millisecond, >= 1). */
export const toWall = (sim: SimMs, timeFactor: number): WallMs => wallMs(sim / timeFactor);

/** Simulated time that passes during `wall` at `timeFactor`. */
export const toSim = (wall: WallMs, timeFactor: number): SimMs => simMs(wall * timeFactor);
