import { createByteChains } from "./byte-chains.ts";

/**
 * Chains of (time, code) rows, some three bytes each: a log interleaves a million contacts, any of which may go on later,
 * so all must be held until its end.
 */
export interface PackedEvents {
  /** Chains are numbered from 0, without gaps, and begin with their first event. `what`: a whole number from -2 on. */
  append(chain: number, atMs: number, what: number): void;
  /** In the order of appending. */
  read(chain: number, take: (atMs: number, what: number) => void): void;
}

/** Before the code of a row whose time stands whole behind it; codes themselves begin above. */
const WHOLE = 0;
const LOWEST = -3;
/** A step in time below this is written as a step. */
const MOST_STEP = 2 ** 30;

export const createPackedEvents = (): PackedEvents => {
  const chains = createByteChains();
  /** Of each chain's last row. */
  let lastAt = new Float64Array(256);
  /** All times are counted from the first of any chain. */
  let origin: number | null = null;
  const raw = new Float64Array(1);
  const rawBytes = new Uint8Array(raw.buffer);

  const append = (chain: number, atMs: number, what: number): void => {
    origin ??= atMs;
    if (chain >= lastAt.length) {
      const larger = new Float64Array(Math.max(lastAt.length * 2, chain + 1));
      larger.set(lastAt);
      lastAt = larger;
    }
    const before = chains.isEmpty(chain) ? origin : (lastAt[chain] ?? 0);
    const step = atMs - before;
    const isStep = Number.isInteger(step) && Math.abs(step) < MOST_STEP && Object.is(before + step, atMs);
    if (!isStep) chains.putNumber(chain, WHOLE);
    chains.putNumber(chain, what - LOWEST);
    if (isStep) chains.putNumber(chain, step < 0 ? -2 * step - 1 : 2 * step);
    else {
      raw[0] = atMs;
      for (const byte of rawBytes) chains.putByte(chain, byte);
    }
    lastAt[chain] = atMs;
  };
  return {
    append,
    read: (chain, take) => {
      const reader = chains.reader(chain);
      let atMs = origin ?? 0;
      while (!reader.isAtEnd()) {
        const first = reader.number();
        if (first === WHOLE) {
          const what = reader.number() + LOWEST;
          for (let at = 0; at < rawBytes.length; at++) rawBytes[at] = reader.byte();
          atMs = raw[0] ?? Number.NaN;
          take(atMs, what);
        } else {
          const step = reader.number();
          atMs += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
          take(atMs, first + LOWEST);
        }
      }
    },
  };
};
