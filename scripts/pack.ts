import { join } from "node:path";
import { parseArgs } from "node:util";
import { packTarball } from "./package/tarball.ts";

// Packs the tool as npm installs it: fieldproof-<version>.tgz in the folder of --to, this one without it.
const { values } = parseArgs({ options: { to: { type: "string", default: "." } } });
const tarball = await packTarball(values.to);
process.stdout.write(
  `${join(values.to, tarball.name)}: ${tarball.files} files, ${Math.round(tarball.bytes / 1000)} kB\n`,
);
