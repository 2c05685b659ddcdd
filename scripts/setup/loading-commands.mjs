/** Commands of the command line that start k6. */
const LOADING = ["run", "compare", "selftest"];

/** Whether a command line starts k6, so that one must be had before. @param {readonly string[]} args */
export const loads = (args) => LOADING.includes(args.find((arg) => !arg.startsWith("-")) ?? "") && !asksForHelp(args);

/** @param {readonly string[]} args */
export const asksForHelp = (args) => args.some((arg) => arg === "--help" || arg === "-h");
