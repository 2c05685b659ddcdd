import { createHash } from "node:crypto";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { TARGET_FILE_SCHEMA_ID, type TargetFile, targetFileSchema } from "../../core/schema/target-file.ts";
import { printable } from "../../core/text/printable.ts";
import { parseYamlText, readYamlFile, type YamlKind } from "../plan/yaml-file.ts";
import { type BaseAddress, readBaseAddress } from "./base-address.ts";
import { isOwnMachine, targetFindings } from "./target-findings.ts";

const LIMIT_MB = 1;

/** Makes the document of one version the next one's. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** By the schema id that they start from; each result carries the id that it leads to. Empty until there is a second. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {};

/** One base address of the file with its role: `origin`, `ops`, `faultProxy` or `pops.<id>`. */
export interface Place extends BaseAddress {
  readonly role: string;
}

export interface LoadedTarget {
  readonly path: string;
  readonly file: TargetFile;
  readonly bytes: Uint8Array;
  /** SHA-256, hex, of the bytes. */
  readonly sha256: string;
  readonly places: readonly Place[];
  /** Whether any place is not this machine: then signature, expiry and an approved plan are demanded. */
  readonly offLoopback: boolean;
}

/** Raises a document to this version, step by step. @throws FieldproofError FP-TARGET-002 for an unknown version */
export const migrated = (value: unknown, path: string, steps: Readonly<Record<string, Migration>>): unknown => {
  let document = value;
  for (;;) {
    if (typeof document !== "object" || document === null || !("schema" in document)) return document;
    const { schema } = document;
    if (typeof schema !== "string" || schema === TARGET_FILE_SCHEMA_ID) return document;
    const step = Object.hasOwn(steps, schema) ? steps[schema] : undefined;
    if (step === undefined)
      throw new FieldproofError("FP-TARGET-002", {
        path: printable(path, 400),
        found: printable(schema, 60),
        known: [...Object.keys(steps), TARGET_FILE_SCHEMA_ID].join(", "),
      });
    document = step(document as Readonly<Record<string, unknown>>);
  }
};

/** @throws FieldproofError FP-TARGET-001 with every fault of `text`, FP-TARGET-002 for a schema that is not known */
export const parseTarget = (text: string, path: string, steps = MIGRATIONS): TargetFile => {
  const kind: YamlKind<TargetFile> = {
    schema: targetFileSchema,
    code: "FP-TARGET-001",
    noun: "a target file",
    before: (value) => migrated(value, path, steps),
    also: targetFindings,
  };
  return parseYamlText(text, path, kind);
};

const placesOf = ({ addresses, faultProxy }: TargetFile): Place[] => {
  const { pops, origin, ops } = addresses;
  const texts = [
    ["origin", origin],
    ...(ops === undefined ? [] : [["ops", ops]]),
    ...(faultProxy === undefined ? [] : [["faultProxy", faultProxy.control]]),
    ...Object.entries(pops).map(([id, text]) => [`pops.${id}`, text]),
  ];
  return texts.flatMap(([role = "", text = ""]) => {
    const spelling = readBaseAddress(text);
    return spelling.ok ? [{ ...spelling.address, role }] : [];
  });
};

/** Reads and checks a target file; nothing is resolved and nothing is sent. @throws FieldproofError as `parseTarget` */
export const loadTarget = async (path: string): Promise<LoadedTarget> => {
  const { bytes, text } = await readYamlFile(path, LIMIT_MB, "FP-TARGET-001");
  const file = parseTarget(text, path);
  const places = placesOf(file);
  const offLoopback = places.some(({ host }) => !isOwnMachine(host));
  return { path, file, bytes, sha256: createHash("sha256").update(bytes).digest("hex"), places, offLoopback };
};
