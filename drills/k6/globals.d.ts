/** What k6 2.2 registers beside the ECMAScript globals (internal/js/bundle.go) and @types/k6 does not declare for scripts. */
declare const console: { log(line: string): void; error(line: string): void };
declare function setTimeout(callback: () => void, ms: number): number;
declare function clearTimeout(id: number): void;
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
type K6CryptoKey = { readonly type: string };
declare const crypto: {
  readonly subtle: {
    generateKey(
      algorithm: { name: "ECDSA"; namedCurve: "P-256" },
      extractable: boolean,
      usages: readonly ("sign" | "verify")[],
    ): Promise<{ publicKey: K6CryptoKey; privateKey: K6CryptoKey }>;
    exportKey(format: "jwk", key: K6CryptoKey): Promise<{ readonly x: string; readonly y: string }>;
    importKey(
      format: "jwk",
      jwk: object,
      algorithm: { name: "ECDSA"; namedCurve: "P-256" },
      extractable: boolean,
      usages: readonly "verify"[],
    ): Promise<K6CryptoKey>;
    sign(
      algorithm: { name: "ECDSA"; hash: { name: "SHA-256" } },
      key: K6CryptoKey,
      data: Uint8Array,
    ): Promise<ArrayBuffer>;
    verify(
      algorithm: { name: "ECDSA"; hash: { name: "SHA-256" } },
      key: K6CryptoKey,
      signature: Uint8Array,
      data: Uint8Array,
    ): Promise<boolean>;
    digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer>;
  };
};
