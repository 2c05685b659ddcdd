/**
 * Cookies of one origin (RFC 6265), as far as a session needs them: name, value, Path, Max-Age, Expires. k6 would keep
 * some of its own accord and Node none, so both leave it to this one, which is bound to one base address by whoever
 * holds it. Domain is not looked at: a cookie goes back to where it came from and nowhere else.
 */
export interface CookieJar {
  /** @param setCookie the header Set-Cookie, several of them joined by a comma. */
  store(setCookie: string | undefined, nowMs: number): readonly string[];
  /** The header Cookie for a path, or null when there is none to send. */
  header(path: string, nowMs: number): string | null;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
  /** Epoch milliseconds; null for one that lasts as long as the jar. */
  readonly endsAt: number | null;
}

const MOST_COOKIES = 50;
const MOST_CHARS = 4096;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 6265 cookie-octet, and the quotes that many servers put around. */
const VALUE = /^[\x21-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/** A comma before `name=` divides two cookies; one in a date does not. */
const divide = (text: string): string[] => text.split(/,\s*(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+=)/);

function endOf(attributes: ReadonlyMap<string, string>, nowMs: number): number | null {
  const age = attributes.get("max-age");
  if (age !== undefined && /^-?\d{1,12}$/.test(age)) return nowMs + Number(age) * 1000;
  const at = Date.parse(attributes.get("expires") ?? "");
  return Number.isFinite(at) ? at : null;
}

const matches = (cookie: string, path: string): boolean =>
  cookie === "/" || path === cookie || path.startsWith(cookie.endsWith("/") ? cookie : `${cookie}/`);

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    store: (setCookie, nowMs) => {
      const kept: string[] = [];
      for (const one of divide(setCookie ?? "")) {
        const [pair = "", ...rest] = one.split(";");
        const at = pair.indexOf("=");
        const name = pair.slice(0, Math.max(0, at)).trim();
        const value = pair.slice(at + 1).trim();
        if (!NAME.test(name) || !VALUE.test(value) || name.length + value.length > MOST_CHARS) continue;
        const attributes = new Map(
          rest.map((text) => {
            const mark = text.indexOf("=");
            return mark < 0
              ? ([text.trim().toLowerCase(), ""] as const)
              : ([text.slice(0, mark).trim().toLowerCase(), text.slice(mark + 1).trim()] as const);
          }),
        );
        const path = attributes.get("path") ?? "/";
        const endsAt = endOf(attributes, nowMs);
        cookies.delete(name);
        if (endsAt !== null && endsAt <= nowMs) continue;
        if (cookies.size >= MOST_COOKIES) break;
        cookies.set(name, { value, path: path.startsWith("/") ? path : "/", endsAt });
        kept.push(value);
      }
      return kept;
    },
    header: (path, nowMs) => {
      const bare = path.replace(/\?.*$/, "");
      const sent = [...cookies].filter(
        ([, { path: own, endsAt }]) => matches(own, bare) && (endsAt === null || endsAt > nowMs),
      );
      return sent.length === 0 ? null : sent.map(([name, { value }]) => `${name}=${value}`).join("; ");
    },
  };
}
