import { randomUUID } from "node:crypto";
import type { Answered, TestCustomer } from "./test-customer.ts";

/** A request of the customer whose own clock is `aheadMs` off: the proof says that time. */
export const callShifted = async <T>(
  customer: TestCustomer,
  aheadMs: number,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answered<T>> => {
  const proof = await customer.proof(method, `${customer.pop}${path}`, randomUUID(), (Date.now() + aheadMs) / 1000);
  return customer.call<T>(method, path, body, { dpop: proof });
};
