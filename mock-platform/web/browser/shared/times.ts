const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** "14:05" in the reader's own time zone. */
export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A span as "42 s", "3 min", "1 h 5 min"; never negative. */
export const spanText = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span < MINUTE_MS) return `${Math.floor(span / SECOND_MS)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`;
  const minutes = Math.floor((span % HOUR_MS) / MINUTE_MS);
  return minutes === 0 ? `${Math.floor(span / HOUR_MS)} h` : `${Math.floor(span / HOUR_MS)} h ${minutes} min`;
};
