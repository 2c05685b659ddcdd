import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/**
 * @typedef {object} DownloadOptions
 * @property {number} [connectMs] until the answer begins; short, so that a machine without a network moves on
 * @property {number} [stallMs] longest silence once it has begun
 * @property {number} [mostBytes]
 * @property {(bytes: number, total: number | undefined) => void} [onBytes]
 */

/** @typedef {{ ok: true, sha256: string, bytes: number } | { ok: false, reason: string }} Download */

/** @type {Readonly<Record<string, string>>} */
const PLAIN_REASONS = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host, or no network",
  EAI_AGAIN: "no such host, or no network",
  ENETUNREACH: "no network",
  UND_ERR_CONNECT_TIMEOUT: "no connection",
  UND_ERR_SOCKET: "the connection broke",
  ECONNRESET: "the connection broke",
};

/** @param {unknown} error */
function plainReason(error) {
  const cause = /** @type {{ cause?: { code?: string, message?: string } }} */ (error).cause;
  const message = error instanceof Error ? error.message : String(error);
  return PLAIN_REASONS[cause?.code ?? ""] ?? cause?.message ?? message;
}

/**
 * Fetches one file and hashes it on the way. Never throws, never hangs.
 * @param {string} url
 * @param {string} file where to; what is left there after a failure is worthless
 * @param {DownloadOptions} [options]
 * @returns {Promise<Download>}
 */
export async function download(url, file, options = {}) {
  const { connectMs = 5_000, stallMs = 15_000, mostBytes = 200_000_000, onBytes } = options;
  const abort = new AbortController();
  let phase = `no answer within ${connectMs / 1_000} s`;
  let timer = setTimeout(() => abort.abort(), connectMs);
  let bytes = 0;
  try {
    const answer = await fetch(url, { signal: abort.signal });
    if (!answer.ok || answer.body === null) return { ok: false, reason: `the server answered ${answer.status}` };
    const length = Number(answer.headers.get("content-length") ?? Number.NaN);
    const total = Number.isFinite(length) && answer.headers.get("content-encoding") === null ? length : undefined;
    const hash = createHash("sha256");
    await pipeline(
      answer.body,
      async function* (chunks) {
        for await (const chunk of chunks) {
          clearTimeout(timer);
          bytes += chunk.length;
          phase = `nothing came for ${stallMs / 1_000} s after ${bytes} bytes`;
          timer = setTimeout(() => abort.abort(), stallMs);
          if (bytes > mostBytes) throw new Error(`the file is larger than ${mostBytes} bytes`);
          hash.update(chunk);
          onBytes?.(bytes, total);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    if (total !== undefined && total !== bytes)
      return { ok: false, reason: `it broke off after ${bytes} of ${total} bytes` };
    return { ok: true, sha256: hash.digest("hex"), bytes };
  } catch (error) {
    if (abort.signal.aborted) return { ok: false, reason: phase };
    return {
      ok: false,
      reason: bytes > 0 ? `it broke off after ${bytes} bytes (${plainReason(error)})` : plainReason(error),
    };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}
