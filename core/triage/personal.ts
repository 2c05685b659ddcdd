import { words } from "./words.ts";

/**
 * What gives away that a question is about one customer's own order, money or parcel. No island can answer those,
 * so a needless hit costs an agent's minute and a miss costs a wrong answer: the list is broad on purpose.
 */
const MARKERS: readonly RegExp[] = [
  / order (number|no|nr|id|ref|reference|confirmation|status|[a-z]{0,3}\d)/,
  / [a-z]{0,4}\d{4,} /,
  / (my|our) (\w+ )?(order|orders|package|packages|parcel|parcels|payment|payments|purchase|purchases|account|bank|money|refund|shipment|delivery|stuff|item|items|thing|things|goods|tracking|receipt|confirmation|statement|balance|hoodie|shirt|tee|merch|box|preorder|checkout|cart|basket|invoice|transaction|funds|charge) /,
  / my (\w+ )?(card|paypal|klarna|visa|wallet|credit|debit) (\w+ )?(was|is|got|has|have|been|show|shows|says|being|did|keeps|twice|statement|bill|declined|charged|hit|debited) /,
  / (charged|charge|charges|charging|billed|billing|debited|deducted|overcharged|invoiced|transaction|transactions) /,
  / (money|cash|funds|amount|payment|order|checkout|purchase|card|it|that|transaction) (\w+ )?(go|goes|went|gone|going|come|came) (\w+ )?through /,
  / (take|took|taken|taking|withdrawn|withdraw|pulled|gone|left|leave|missing|out of) (\w+ ){0,3}(account|bank|money|card|funds) /,
  / (money|cash|funds|payment) (\w+ ){0,2}(gone|taken|missing|left|pending|out|disappeared|vanished|reserved) /,
  / (double|twice|pending|two times) /,
  / (i|we) (\w+ )?(have |had |just |already |actually |really |even )*(paid|ordered|bought|purchased|placed|got|received|checked out|preordered|pre ordered|been|won|secured|copped|grabbed|waited|submitted|completed|clicked) /,
  / (i|we) (have |am |are )?(still )?(not |never |only |just |yet )+(\w+ )?(receive|received|get|got|gotten|seen|had|see|heard|sent|shipped|charged|getting|arrived) /,
  / (did|has|have|was|were|am|is|are) (i|we|my|mine|our|ours) /,
  / (mine|ours) /,
  / (still|been) (\w+ )?(waiting|pending|processing|stuck|not) /,
  / (on hold|is held|was held|being held|held|hold up|holdup|stuck|frozen|flagged|under review|in review|being reviewed|reviewed|verification|verify|verified|blocked|cancelled|canceled|cancel|suspended|paused|declined|rejected|limbo|processing|unfulfilled) /,
  / (missing|lost|vanished|disappeared|stolen|misplaced|nowhere) /,
  / (never|not|no one|nobody|nothing) (\w+ ){0,2}(arrive|arrived|come|came|show|showed|shown|turned|receive|received|delivered|shipped|moved|updated|here|landed|scanned|sent|dispatched|yet) /,
  / (supposed to|should have|was meant to|were meant to) /,
  / where (\w+ ){0,2}(my|it|order|parcel|package|stuff|is it|things|hoodie|delivery|shipment|money) /,
  / (tracking|tracked|track|courier|carrier|scan|scanned|whereabouts) /,
  / (the|this|that) (order|package|parcel|payment|shipment|transaction|charge) (\w+ ){0,2}(i|is|was|has|status|says|still|never|not) /,
  / (confirmation|receipt|statement|email|mail) (\w+ )?(mail|email|says|said|came|come|yet|arrived|number|get|got|shows) /,
  / (your|the) (system|app|site|website|page) (\w+ ){0,2}(says|said|shows|took|charged) /,
];

/** Whether the question is about the customer's own order, payment or parcel. */
export const isPersonal = (text: string): boolean => {
  const line = ` ${words(text).join(" ")} `;
  return MARKERS.some((marker) => marker.test(line));
};
