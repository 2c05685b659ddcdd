export interface ScriptFigures {
  readonly drill: string;
  readonly contacts: number;
  readonly slots: number;
  readonly wallSec: number;
  readonly seed: number;
}

/** The note that lies beside a drill's k6 script. */
export const scriptNote = ({ drill, contacts, slots, wallSec, seed }: ScriptFigures): string => `# ${drill}, by hand

${contacts} customers of seed ${seed} and ${slots} chat slots of modelled agents, about ${wallSec} s. k6 2.2 or newer, below 3:

    k6 run --no-thresholds --log-format raw --console-output contacts.ndjson ${drill}.js

Each customer, and each act of an agent, leaves one line of JSON in contacts.ndjson. Nothing here judges: k6 makes the load,
and \`fieldproof run\` decides. Nothing is done to the stack beside the load, either; the drill's stimulus is left out.

- \`config.json\` has the addresses of the stack it was written for, its island keys and the times.
- \`contacts.json\` has every customer: when, where, what is asked, how patient.
- \`secrets.json\` (0600) has the agents' bearer. It ends with that stack; keep it off screens and out of repositories.

The customers' ids are in contacts.json. A stack that has met them takes a second run for resends, so write the folder anew
for each run. \`-e FIELDPROOF_CONFIG=...\`, \`FIELDPROOF_CONTACTS\` and \`FIELDPROOF_SECRETS\` name other files.
`;
