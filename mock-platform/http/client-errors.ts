import type { Socket } from "node:net";
import { Problem } from "./problems.ts";

/** Answers what never became a request: headers too large, or bytes that are no HTTP. */
export const answerClientError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = new Problem(error.code === "HPE_HEADER_OVERFLOW" ? "headers-too-large" : "bad-request");
  const body = JSON.stringify(problem.body());
  const reason = problem.status === 431 ? "Request Header Fields Too Large" : "Bad Request";
  socket.end(
    `HTTP/1.1 ${problem.status} ${reason}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};
