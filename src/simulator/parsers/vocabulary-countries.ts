/**
 * Countries by English name. The API does not document the form of `countries` [U]; the public facets show ISO 3166-1
 * alpha-2 codes, so that is what the parsers give [I].
 */
const TABLE =
  'AE:United Arab Emirates|AR:Argentina|AT:Austria|AU:Australia|BD:Bangladesh|BE:Belgium|BG:Bulgaria|BO:Bolivia|BR:Brazil|CA:Canada|CH:Switzerland|CL:Chile|CM:Cameroon|CN:China|CO:Colombia|CR:Costa Rica|CZ:Czech Republic|CZ:Czechia|DE:Germany|DK:Denmark|DO:Dominican Republic|DZ:Algeria|EC:Ecuador|EE:Estonia|EG:Egypt|ES:Spain|ET:Ethiopia|FI:Finland|FR:France|GB:United Kingdom|GB:Great Britain|GB:UK|GB:England|GE:Georgia|GH:Ghana|GR:Greece|GT:Guatemala|HK:Hong Kong|HN:Honduras|HR:Croatia|HU:Hungary|ID:Indonesia|IE:Ireland|IL:Israel|IN:India|IQ:Iraq|IS:Iceland|IT:Italy|JM:Jamaica|JO:Jordan|JP:Japan|KE:Kenya|KH:Cambodia|KR:South Korea|KZ:Kazakhstan|LB:Lebanon|LK:Sri Lanka|LT:Lithuania|LV:Latvia|MA:Morocco|MG:Madagascar|MX:Mexico|MY:Malaysia|NG:Nigeria|NL:Netherlands|NO:Norway|NP:Nepal|NZ:New Zealand|PA:Panama|PE:Peru|PH:Philippines|PK:Pakistan|PL:Poland|PT:Portugal|PY:Paraguay|QA:Qatar|RO:Romania|RS:Serbia|RU:Russia|RW:Rwanda|SA:Saudi Arabia|SE:Sweden|SG:Singapore|SI:Slovenia|SK:Slovakia|SN:Senegal|SV:El Salvador|TH:Thailand|TN:Tunisia|TR:Turkey|TW:Taiwan|TZ:Tanzania|UA:Ukraine|UG:Uganda|US:United States of America|US:United States|US:USA|US:US|US:U.S.|UY:Uruguay|VE:Venezuela|VN:Vietnam|ZA:South Africa|ZM:Zambia|ZW:Zimbabwe';

const byName = new Map(
  TABLE.split('|').map((row): [string, string] => [row.slice(3).toLowerCase(), row.slice(0, 2)]),
);
const codes = new Set(byName.values());

/** Country names by their first word, longest first: "south korea" before "south". */
const byFirstWord = new Map<string, { words: string[]; code: string }[]>();
for (const [name, code] of byName) {
  const words = name.split(' ');
  const first = words[0] ?? '';
  const list = byFirstWord.get(first) ?? [];
  list.push({ words, code });
  list.sort((a, b) => b.words.length - a.words.length);
  byFirstWord.set(first, list);
}

/** Names of more than one country that begin with a word; used to find them in running text. */
export function countriesFrom(word: string): readonly { words: string[]; code: string }[] {
  return byFirstWord.get(word) ?? [];
}

/** The code of a field value: an English name in any case, or a code of two letters that we know. */
export function tryCountry(value: string): string | undefined {
  const trimmed = value.trim();
  const code = trimmed.toUpperCase();
  return codes.has(code) ? code : byName.get(trimmed.toLowerCase());
}
