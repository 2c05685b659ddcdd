import { Option } from "commander";

/** `--trust`, by flag or by environment: the path of a public key is no secret. */
export const trustOption = (): Option =>
  new Option("--trust <pubkey>", "public key of the operator whose signature counts").env("FIELDPROOF_TRUST");
