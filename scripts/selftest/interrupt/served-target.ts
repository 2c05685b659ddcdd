import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeCrypto, nodeHttp } from "../../../harness/ports/node-ports.ts";
import type { TargetView } from "../../../core/contract/stimulus.ts";
import { trustedKeys } from "../../../drills/targets/reference/trusted-keys.ts";
import { createStackClient } from "../../../harness/run/stack-client.ts";
import { createTargetView } from "../../../harness/stimulus/target-view.ts";
import { startNode } from "./node-process.ts";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));
const RECORDER = new URL("request-log.ts", import.meta.url).href;
const LOOK_LIMIT_MS = 2000;

export interface ServedTarget {
  readonly targetFile: string;
  /** What nobody may find anywhere, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** As an onlooker: its requests are in no log. */
  readonly view: TargetView;
  /** Epoch milliseconds of each request of anybody else's. */
  requests(): Promise<readonly number[]>;
  close(): Promise<void>;
}

interface Said {
  readonly pops: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly ops: string;
}

/** Serves the reference stack by `fieldproof serve`, as a process that outlives whoever drills it. */
export async function serveTarget(
  dir: string,
  { timeFactor, asksPartner }: { readonly timeFactor: number; readonly asksPartner: boolean },
  seed: number,
): Promise<ServedTarget> {
  const targetFile = join(dir, "target.yaml");
  const secretsFile = join(dir, "secrets.json");
  const requestLog = join(dir, "requests.log");
  const stack = startNode(
    [
      ...[`--import=${RECORDER}`, CLI, "serve", "--json", "--time-factor", String(timeFactor), "--seed", String(seed)],
      ...["--target-file", targetFile, "--secrets-file", secretsFile, ...(asksPartner ? ["--partner"] : [])],
    ],
    { cwd: dir, env: { REQUEST_LOG: requestLog } },
  );
  const said: Said = JSON.parse(await stack.firstLine());
  const { opsBearer, agentBearer }: Record<"opsBearer" | "agentBearer", string> = JSON.parse(
    await readFile(secretsFile, "utf8"),
  );
  const pems = await createStackClient(said.ops, opsBearer).islandKeyPems();
  const view = createTargetView({
    event: "drop",
    addresses: { pops: said.pops, origin: said.origin, ops: said.ops },
    ...{ opsBearer, agentBearer, requestTimeoutMs: LOOK_LIMIT_MS },
    trusted: await trustedKeys(pems, nodeCrypto),
    http: { send: (request) => nodeHttp.send({ ...request, headers: { ...request.headers, "x-onlooker": "1" } }) },
  });
  return {
    targetFile,
    secrets: { opsBearer, agentBearer },
    view,
    requests: async () => (await readFile(requestLog, "utf8")).split("\n").filter(Boolean).map(Number),
    close: async () => {
      stack.process.kill("SIGINT");
      await stack.done;
    },
  };
}
