/**
 * The starter: plain JavaScript for Node 20, with nothing installed. Sets up what is missing and hands over to the
 * project's own Node. See docs/decisions/0002-toolchain.md.
 */
import { runGates } from "./setup/gates.mjs";
import { placesIn, ROOT } from "./setup/places.mjs";
import { stopRunningCommands } from "./setup/run-command.mjs";
import { setUp } from "./setup/set-up.mjs";
import { messageOf, SetupError } from "./setup/setup-error.mjs";
import { projectEnv, runProject } from "./setup/spawn-project.mjs";
import { runTests } from "./setup/test-command.mjs";
import { usage, VERBS } from "./setup/verbs.mjs";

const EXIT_USAGE = 2;
const EXIT_INTERNAL = 70;

/** @param {string} line */
const say = (line) => void process.stdout.write(`${line}\n`);

/**
 * Until the hand-over there is nothing to undo: stop npm and Go, let go of the lock (on exit), and end.
 * @param {NodeJS.Signals} signal
 */
function giveUp(signal) {
  stopRunningCommands();
  process.stderr.write("\nSet-up stopped. Run the same command again to go on.\n");
  process.exit(signal === "SIGINT" ? 130 : 143);
}

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
async function main([name, ...args]) {
  if (name === "--help" || name === "-h" || name === "help") {
    say(usage());
    return 0;
  }
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) {
    process.stderr.write(
      `${name === undefined ? "No verb was given." : `There is no verb "${name}".`}\n\n${usage()}\n`,
    );
    return EXIT_USAGE;
  }
  const places = placesIn(ROOT);
  const { env } = process;
  process.on("SIGINT", giveUp);
  process.on("SIGTERM", giveUp);
  const tools = await setUp({ places, env, needs: verb.needs(args), out: process.stderr });
  process.off("SIGINT", giveUp);
  process.off("SIGTERM", giveUp);
  if (verb.run === "tests") return await runTests({ places, env, tools, args, say });
  if (verb.run === "gates") {
    const { failed, stopped } = await runGates({ root: ROOT, env, tools, say });
    return stopped ?? (failed.length === 0 ? 0 : 1);
  }
  return await runProject(tools.node, verb.run(args), { cwd: ROOT, env: projectEnv(env, ROOT, tools) });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const debug = process.env["FIELDPROOF_DEBUG"] === "1" && error instanceof Error;
  process.stderr.write(`${debug ? error.stack : messageOf(error)}\n`);
  process.exitCode = error instanceof SetupError ? EXIT_USAGE : EXIT_INTERNAL;
}
