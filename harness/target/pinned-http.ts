import type { ErrorCode } from "../../core/errors/error-table.ts";
import type { Http } from "../../core/contract/ports.ts";
import type { AdmittedTarget } from "./admit-target.ts";
import { readBaseAddress } from "./base-address.ts";
import { exchange } from "./exchange.ts";
import { pinnedLookup } from "./pins.ts";

/** The code under which a request to any other place is answered; nothing is sent then. */
const STRAY: ErrorCode = "FP-TARGET-018";

/**
 * The Http port for one admitted target: requests go to its places and to their pins only, carry its marker, and follow
 * no redirect; a 3xx comes back as what it is. A request to any other place comes back with status 0 and FP-TARGET-018.
 */
export const createPinnedHttp = (target: AdmittedTarget): Http => {
  const lookup = pinnedLookup(target.pins);
  const places = new Set(target.places.map(({ scheme, host, port }) => `${scheme} ${host} ${port}`));
  const { header, value } = target.file.syntheticMarker;
  return {
    send: async (request) => {
      // A backslash is a slash to some readers of URLs and a letter to others.
      const [, origin = ""] = /^([a-z]+:\/\/[^/?#\\]*)(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.exec(request.url) ?? [];
      const spelling = readBaseAddress(origin);
      const place = spelling.ok ? spelling.address : null;
      if (place === null || !places.has(`${place.scheme} ${place.host} ${place.port}`))
        return { status: 0, headers: {}, body: "", error: STRAY };
      return exchange(request, { lookup, headers: { ...request.headers, [header]: value } });
    },
  };
};
