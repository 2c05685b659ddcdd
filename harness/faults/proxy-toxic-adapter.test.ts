import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { startProxyProcess } from "../proxy/proxy-process.ts";
import { ask, Bench } from "../proxy/testing/bench.ts";
import { proxyToxicAdapter } from "./proxy-toxic-adapter.ts";
import { reachOf } from "./reach.ts";
import { type FaultBench, faultConformance } from "./testing/fault-conformance.ts";

const openBench = async (): Promise<FaultBench> => {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-faults-"));
  const bench = new Bench();
  const { port } = await bench.listen(createServer((_request, response) => void response.end("ok")));
  const secretsFile = join(folder, "proxy.json");
  const { child, proxy, controlUrl } = await startProxyProcess(
    ["--mode", "http", "--upstream", `127.0.0.1:${port}`],
    secretsFile,
  );
  const { bearer } = z.object({ bearer: z.string() }).parse(JSON.parse(await readFile(secretsFile, "utf8")));
  const bearerFile = join(folder, "proxy-bearer");
  await writeFile(bearerFile, bearer, { mode: 0o600 });
  const end = async (): Promise<void> => void (await child.stop(2000));
  return {
    adapter: proxyToxicAdapter({ control: controlUrl, bearerFile }, reachOf()),
    order: {
      via: "proxy-toxic",
      toxic: { type: "status", status: 503, body: "", headers: {}, direction: "downstream", share: 1 },
    },
    strikes: async () => {
      const { status } = await ask({ host: "127.0.0.1", port: Number(proxy.split(":")[1]), path: "/", agent: false });
      return status === 503;
    },
    ...{ bearer, bearerFile },
    at: (step, control) => (step.via === "proxy-toxic" ? { ...step, control } : null),
    end,
    close: async () => {
      await end();
      await bench.close();
      await rm(folder, { recursive: true });
    },
  };
};

faultConformance("the fault proxy", openBench, { deadIs: "gone" });
