import { parseArgs } from "node:util";
import type { z } from "zod";
import { CALL_POLICIES, type CallPolicyName } from "../core/contract/call-policies.ts";
import { type CallPolicy, callPolicySchema } from "../core/schema/call-policy.ts";
import { partnerPlanSchema } from "../core/schema/partner-wire.ts";
import { promisePlanSchema } from "../core/schema/promise-wire.ts";
import { FieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { BENIGN, DEFECTS, PARTNER_BENIGN, PARTNER_DEFECTS, seededDefects } from "./defects.ts";
import { STACK_DEFAULTS, type StackOptions } from "./stack-options.ts";

export interface ServerFlags {
  readonly stack: StackOptions;
  /** Where the bearers are written, mode 0600. They go nowhere else. */
  readonly secretsFile: string | null;
  readonly exitWithParent: boolean;
  readonly help: boolean;
}

const described = ([name, { does }]: readonly [string, { readonly does: string }]): string =>
  `  ${name.padEnd(22)}${does}`;

export const SERVER_HELP = `Serves Fieldproof's reference stack: two PoPs, origin, operations, partner.

  --host 127.0.0.1      address to listen on; only loopback, unless --allow-public is given
  --ports A,B,O,P[,F]   ports of pop-a, pop-b, origin, operations and partner; 0 for a free one
  --time-factor 10      simulated seconds per wall second
  --seed 7              seed of the catalogue and its orders
  --event drop          name of the event
  --items 300           pieces in the drop
  --orders 5000         orders in the catalogue
  --data DIR            keep the event log and keys here; without it a fresh folder, removed at the end
  --secrets-file PATH   write the bearers of agents and operators here, readable by you alone
  --partner off         on: the desk opens cases at the partner for held and missing orders
  --partner-plan JSON   servers, queue, service, refusals and callbacks of the partner
  --call-policy NAME    ${Object.keys(CALL_POLICIES).join(", ")}, or a policy as JSON
  --promise-plan JSON   how the desk promises and follows up
  --defect NAME         break the stack in one known way; may be repeated
  --benign NAME         strain it within what a drop allows; may be repeated
  --log-level warn      fatal, error, warn, info, debug, silent
  --exit-with-parent    end when standard input closes

Defects:
${Object.entries({ ...DEFECTS, ...PARTNER_DEFECTS })
  .map(described)
  .join("\n")}

Benign controls:
${Object.entries({ ...BENIGN, ...PARTNER_BENIGN })
  .map(described)
  .join("\n")}
`;

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

const refuse = (problem: string): never => {
  throw new FieldproofError("FP-STACK-008", { problem });
};

const number = (
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most: number,
  whole = true,
): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  const good = text.trim() !== "" && value >= least && value <= most && (!whole || Number.isInteger(value));
  return good
    ? value
    : refuse(`--${name} takes ${whole ? "a whole number" : "a number"} from ${least} to ${most}, not "${text}"`);
};

const portsOf = (text: string | undefined): NonNullable<StackOptions["ports"]> => {
  if (text === undefined) return {};
  const parts = text.split(",");
  if (parts.length !== 4 && parts.length !== 5)
    refuse(`--ports takes four or five numbers (pop-a, pop-b, origin, operations, partner), not "${text}"`);
  const [popA, popB, origin, ops, partner] = parts.map((part) => number("ports", part, 0, 0, 65_535));
  return { popA: popA ?? 0, popB: popB ?? 0, origin: origin ?? 0, ops: ops ?? 0, partner: partner ?? 0 };
};

const parsed = (argv: readonly string[]) => {
  try {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        ...{
          host: text,
          ports: text,
          "time-factor": text,
          seed: text,
          event: text,
          items: text,
          orders: text,
          data: text,
        },
        ...{ "secrets-file": text, "log-level": text, "allow-public": flag, "exit-with-parent": flag, help: flag },
        ...{ partner: text, "partner-plan": text, "call-policy": text, "promise-plan": text },
        defect: { type: "string", multiple: true },
        benign: { type: "string", multiple: true },
      },
    }).values;
  } catch (error) {
    return refuse(messageOf(error));
  }
};

const dataOf = <T>(name: string, text: string, schema: z.ZodType<T>): T => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(`--${name} takes JSON`);
  }
  const { data, error } = schema.safeParse(value);
  const faults = error?.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ");
  return data ?? refuse(`--${name} does not fit: ${faults}`);
};

const policyOf = (text: string): CallPolicy =>
  Object.hasOwn(CALL_POLICIES, text)
    ? CALL_POLICIES[text as CallPolicyName]
    : dataOf("call-policy", text, callPolicySchema);

/** What the flags of the partner say; nothing where none is given. */
const partnerOf = (values: ReturnType<typeof parsed>): Pick<StackOptions, "partnerPlan" | "deskPartner"> => {
  const { partner = "off", "partner-plan": plan, "call-policy": policy, "promise-plan": promises } = values;
  if (partner !== "on" && partner !== "off") refuse(`--partner is on or off, not "${partner}"`);
  return {
    ...(plan === undefined ? {} : { partnerPlan: dataOf("partner-plan", plan, partnerPlanSchema) }),
    deskPartner: {
      asksPartner: partner === "on",
      ...(policy === undefined ? {} : { policy: policyOf(policy) }),
      ...(promises === undefined ? {} : { plan: dataOf("promise-plan", promises, promisePlanSchema) }),
    },
  };
};

/** Reads the command line of the server. Throws FP-STACK-008 with what is wrong. */
export const readServerFlags = (argv: readonly string[]): ServerFlags => {
  const values = parsed(argv);
  const host = values.host ?? STACK_DEFAULTS.host;
  if (!LOOPBACK.test(host) && values["allow-public"] !== true)
    refuse(`--host ${host} is not loopback; --allow-public would open the stack to others`);
  const event = values.event ?? STACK_DEFAULTS.event;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(event))
    refuse(`--event takes lower-case letters, digits and hyphens, not "${event}"`);
  const logLevel = values["log-level"] ?? STACK_DEFAULTS.logLevel;
  if (!LEVELS.includes(logLevel)) refuse(`--log-level is one of ${LEVELS.join(", ")}`);
  const stack: StackOptions = {
    ...{ host, event, logLevel },
    timeFactor: number("time-factor", values["time-factor"], STACK_DEFAULTS.timeFactor, 1, 50, false),
    seed: number("seed", values.seed, STACK_DEFAULTS.seed, 0, 4_294_967_295),
    items: number("items", values.items, STACK_DEFAULTS.items, 1, 1_000_000),
    orders: number("orders", values.orders, STACK_DEFAULTS.orders, 0, 200_000),
    ports: portsOf(values.ports),
    ...partnerOf(values),
    defects: [...seededDefects([...(values.defect ?? []), ...(values.benign ?? [])]).names],
    ...(values.data === undefined ? {} : { dataDir: values.data }),
  };
  return {
    stack,
    secretsFile: values["secrets-file"] ?? null,
    exitWithParent: values["exit-with-parent"] === true,
    help: values.help === true,
  };
};
