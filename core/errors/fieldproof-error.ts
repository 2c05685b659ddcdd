import { ERROR_TABLE, type ErrorCode } from "./error-table.ts";

/** Values put into an error's sentence; never a token or a secret. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

export interface ErrorJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly details: ErrorDetails;
}

const fill = (template: string, details: ErrorDetails): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(details, name) ? String(details[name]) : whole,
  );

/**
 * An error a user can act on: what happened, the evidence, what to do, and a code of the closed table.
 * Survives JSON (`toJSON`, `fromJSON`), so it can travel inside evidence.
 */
export class FieldproofError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly hint: string;
  readonly exitCode: number;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(fill(ERROR_TABLE[code].sentence, details), options);
    this.name = "FieldproofError";
    this.code = code;
    this.details = details;
    this.hint = fill(ERROR_TABLE[code].hint, details);
    this.exitCode = ERROR_TABLE[code].exit;
  }

  toJSON(): ErrorJson {
    return { code: this.code, message: this.message, hint: this.hint, details: this.details };
  }

  static fromJSON(json: { code: ErrorCode; details: ErrorDetails }): FieldproofError {
    return new FieldproofError(json.code, json.details);
  }
}

export const isFieldproofError = (value: unknown): value is FieldproofError => value instanceof FieldproofError;

/** What an unknown thrown value says of itself, in one line. */
export const messageOf = (value: unknown): string => (value instanceof Error ? value.message : String(value));
