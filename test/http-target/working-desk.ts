import { type Answer, aPost, type Desk, START } from "./virtual-desk.ts";

const fieldOf = (body: string | undefined, name: string): string => new URLSearchParams(body).get(name) ?? "";

/**
 * The example desk with a memory: cases that wait, are taken, answered and closed, and come back when the customer writes
 * again.
 * @param part `deafAfterClose`: a post on a closed case is kept, and nobody is told
 */
export function workingDesk(now: () => number, { deafAfterClose = false } = {}): Desk {
  const cases: { number: number; ref: string; waits: boolean; closed: boolean; posts: ReturnType<typeof aPost>[] }[] =
    [];
  const post = (number: number, role: string, words: string): Answer => {
    const posts = cases[number - 1]?.posts ?? [];
    posts.push(aPost(posts.length + 1, { role, words, when: Math.floor(now() / 1000) }));
    return { json: { post: posts.at(-1), case: { number } } };
  };
  return (line, asked, { body }) => {
    const [, number = "0"] = /cases\/(\d+)/.exec(line) ?? [];
    const found = cases[Number(number) - 1];
    if (line === "POST /visitors") return { json: { visitor: { token: `visitor-${asked.length}` } } };
    if (line === "POST /staff/login") return { status: 204, headers: { "set-cookie": "sid=cookie-12345" } };
    if (line === "POST /cases") {
      cases.push({ number: cases.length + 1, ref: fieldOf(body, "ref"), waits: true, closed: false, posts: [] });
      return post(cases.length, "visitor", fieldOf(body, "subject"));
    }
    if (line.startsWith("GET /staff/waiting"))
      return { json: { waiting: cases.filter(({ waits }) => waits).map((one) => ({ ...one, since: START / 1000 })) } };
    if (found === undefined) return undefined;
    if (line.startsWith("GET ")) return { json: { posts: found.posts.slice(Number(line.split("from=")[1])) } };
    if (line.endsWith("/take")) {
      if (!found.waits) return { status: 409 };
      found.waits = false;
    }
    if (line.endsWith("/close")) {
      // What was written since the last answer is not closed over.
      found.waits = found.posts.at(-1)?.by.role === "visitor";
      found.closed = !found.waits;
    }
    if (line === `POST /cases/${number}/posts` && found.closed && !deafAfterClose)
      Object.assign(found, { waits: true, closed: false });
    return line.endsWith("/posts")
      ? post(Number(number), line.includes("staff") ? "staff" : "visitor", fieldOf(body, "words"))
      : { status: 204 };
  };
}
