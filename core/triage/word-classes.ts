/** Classes of words that a cue can name with `@`; two-word names stand with a space. */
const PLACES =
  "europe,eu,uk,england,scotland,wales,ireland,britain,northern ireland,united kingdom,usa,us,america,united states,states,canada,mexico,brazil,argentina,chile,norway,sweden,denmark,finland,iceland,germany,austria,switzerland,france,belgium,netherlands,holland,luxembourg,spain,portugal,italy,greece,poland,czechia,czech republic,slovakia,hungary,romania,bulgaria,croatia,slovenia,serbia,estonia,latvia,lithuania,ukraine,turkey,malta,cyprus,israel,japan,korea,china,taiwan,hong kong,singapore,malaysia,indonesia,thailand,vietnam,philippines,india,pakistan,australia,new zealand,south africa,egypt,morocco,nigeria,kenya,dubai,uae,saudi arabia,qatar,asia,africa,london,paris,berlin,oslo,madrid,rome,lisbon,dublin,vienna,amsterdam,stockholm,copenhagen,helsinki,new york,california,texas,toronto,sydney,tokyo,scandinavia,overseas,abroad";
const WALLETS =
  "paypal,klarna,visa,mastercard,amex,american express,maestro,apple pay,google pay,samsung pay,shop pay,amazon pay,venmo,cash app,cashapp,revolut,wise,sofort,ideal,giropay,bancontact,swish,vipps,mobilepay,twint,afterpay,clearpay,affirm,sezzle,bitcoin,btc,ethereum,eth,crypto,stripe,sepa,zelle,alipay,wechat pay,discover card,diners,prepaid card,credit card,debit card,gift card,bank transfer,wire transfer,credit,debit,cash";

const entries = (list: string, name: string): [string, string][] => list.split(",").map((word) => [word, name]);
const CLASS_OF: ReadonlyMap<string, string> = new Map([...entries(PLACES, "@place"), ...entries(WALLETS, "@wallet")]);
/** Words that are also something else: "us", "wise", "ideal", "discover" and the like only count behind these. */
const SHY: ReadonlySet<string> = new Set([
  "us",
  "wise",
  "ideal",
  "states",
  "turkey",
  "cash",
  "credit",
  "debit",
  "affirm",
  "swish",
]);
const LEADS: ReadonlySet<string> = new Set([
  "the",
  "to",
  "in",
  "with",
  "by",
  "via",
  "accept",
  "take",
  "use",
  "using",
  "from",
  "do",
  "or",
  "a",
]);

/** Classes of the words of a text: `@place`, `@wallet`. */
export const classesOf = (text: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  text.forEach((word, at) => {
    const pair = CLASS_OF.get(`${word} ${text[at + 1] ?? ""}`);
    const single = SHY.has(word) && !LEADS.has(text[at - 1] ?? "") ? undefined : CLASS_OF.get(word);
    if (pair !== undefined) found.add(pair);
    if (single !== undefined) found.add(single);
  });
  return found;
};
