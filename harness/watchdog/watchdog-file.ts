/** What a watchdog did, in the folder of the replicate: hash-chained like the journal; there only when it acted. */
export const WATCHDOG_FILE = "watchdog.ndjson";
