const SLANG: ReadonlyMap<string, string> = new Map(
  Object.entries({
    u: "you",
    ur: "your",
    r: "are",
    wen: "when",
    wat: "what",
    wht: "what",
    hw: "how",
    xmas: "christmas",
    avail: "available",
    pls: "please",
    plz: "please",
    acc: "account",
    acct: "account",
    pkg: "package",
    deets: "details",
    cc: "credit card",
    pp: "paypal",
    gpay: "google pay",
    applepay: "apple pay",
    googlepay: "google pay",
    intl: "international",
    thru: "through",
    tmrw: "tomorrow",
    hasnt: "has not",
    havent: "have not",
    didnt: "did not",
    isnt: "is not",
    wasnt: "was not",
    wont: "will not",
    ive: "i have",
    im: "i am",
    gonna: "going to",
    wanna: "want to",
    gotta: "got to",
    gimme: "give me",
    ppl: "people",
    pcs: "pieces",
    qty: "quantity",
    dlvry: "delivery",
    shippin: "shipping",
    dis: "this",
    da: "the",
  }),
);

/** Lower case, no accents, no apostrophes, anything else that is no letter or digit as a space; slang written out. */
export const words = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`']s\b/g, "")
    .replace(/[\u2018\u2019\u02bc`']/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .flatMap((word) => SLANG.get(word)?.split(" ") ?? [word]);

/** A rough stem: plurals, -ed, -ing and a last e go; enough to bring the forms of one word together. */
export const stem = (word: string): string => {
  let root = word;
  if (root.length > 4 && root.endsWith("ies")) root = `${root.slice(0, -3)}y`;
  else if (/(ss|x|ch|sh)es$/.test(root)) root = root.slice(0, -2);
  else if (root.length > 3 && root.endsWith("s") && !root.endsWith("ss") && !root.endsWith("us"))
    root = root.slice(0, -1);
  const bare = root.replace(/(ing|ed)$/, "");
  if (bare !== root && bare.length >= 3 && /[aeiouy]/.test(bare)) root = bare.replace(/([bdglmnprt])\1$/, "$1");
  return root.length > 4 && root.endsWith("e") ? root.slice(0, -1) : root;
};

/**
 * Whether `a` is `b` with one slip of the hand: one letter more, less or swapped with its neighbour, or, in words
 * of at least six letters, one wrong letter. The first letter must agree.
 */
export const oneSlipApart = (a: string, b: string): boolean => {
  if (a === b) return true;
  if (a.charAt(0) !== b.charAt(0) || Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1)
    return false;
  let at = 0;
  while (at < a.length && at < b.length && a.charAt(at) === b.charAt(at)) at += 1;
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  if (a.charAt(at) === b.charAt(at + 1) && a.charAt(at + 1) === b.charAt(at) && a.slice(at + 2) === b.slice(at + 2))
    return true;
  return a.length >= 6 && a.slice(at + 1) === b.slice(at + 1);
};
