import type { AddressInfo } from "node:net";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { StackApp } from "./app-base.ts";

/** Host and port as they stand in an address; IPv6 in brackets. */
export const authority = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** Listens and gives the port, which is a free one for 0. Throws FP-STACK-002 when it is in use, -001. */
export const listen = async (app: StackApp, host: string, port: number): Promise<number> => {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EADDRINUSE") throw new FieldproofError("FP-STACK-002", { port, host }, { cause: error });
    throw new FieldproofError(
      "FP-STACK-001",
      { reason: `${authority(host, port)} cannot be listened on: ${messageOf(error)}` },
      { cause: error },
    );
  }
  const address: AddressInfo | string | null = app.server.address();
  return typeof address === "object" && address !== null ? address.port : port;
};
