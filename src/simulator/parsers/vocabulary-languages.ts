/** Language names as the API's example writes them (`Spanish`) [D]; that this is the whole form is inferred [I]. */
const NAMES =
  'Afrikaans Albanian Amharic Arabic Armenian Assamese Azerbaijani Basque Belarusian Bengali Bosnian Bulgarian Burmese Cantonese Catalan Cebuano Chinese Croatian Czech Danish Dari Dutch English Esperanto Estonian Filipino Finnish French Galician Georgian German Greek Gujarati Hausa Hebrew Hindi Hmong Hungarian Icelandic Igbo Indonesian Irish Italian Japanese Javanese Kannada Kazakh Khmer Kinyarwanda Korean Kurdish Kyrgyz Lao Latin Latvian Lithuanian Luxembourgish Macedonian Malagasy Malay Malayalam Maltese Mandarin Maori Marathi Mongolian Nepali Norwegian Odia Pashto Persian Polish Portuguese Punjabi Quechua Romanian Russian Samoan Serbian Shona Sindhi Sinhala Slovak Slovenian Somali Spanish Sundanese Swahili Swedish Tagalog Tajik Tamil Tatar Telugu Thai Tibetan Tigrinya Turkish Turkmen Twi Ukrainian Urdu Uyghur Uzbek Vietnamese Welsh Wolof Xhosa Yiddish Yoruba Zulu'.split(
    ' ',
  );

/** Also verbs, or names of something else, when written small. */
const CAPITAL_ONLY = new Set(['polish', 'lao', 'latin', 'maori', 'twi', 'tatar']);

const OTHER_NAMES: readonly [string, string][] = [
  ['farsi', 'Persian'],
  ['castilian', 'Spanish'],
  ['bangla', 'Bengali'],
  ['kiswahili', 'Swahili'],
  ['putonghua', 'Mandarin'],
];

const byLower = new Map<string, string>([
  ...NAMES.map((name): [string, string] => [name.toLowerCase(), name]),
  ...OTHER_NAMES,
]);

const byTag = new Map(
  'en:English es:Spanish fr:French de:German it:Italian pt:Portuguese nl:Dutch pl:Polish ru:Russian uk:Ukrainian ja:Japanese ko:Korean zh:Chinese ar:Arabic hi:Hindi bn:Bengali ur:Urdu fa:Persian tr:Turkish vi:Vietnamese th:Thai id:Indonesian ms:Malay fil:Filipino tl:Tagalog sw:Swahili he:Hebrew el:Greek sv:Swedish da:Danish no:Norwegian nb:Norwegian fi:Finnish cs:Czech sk:Slovak hu:Hungarian ro:Romanian bg:Bulgarian hr:Croatian sr:Serbian ta:Tamil te:Telugu mr:Marathi gu:Gujarati pa:Punjabi ca:Catalan'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
);

/** The language a word of running text names, or undefined. Case matters for words like "polish". */
export function tryLanguageWord(word: string): string | undefined {
  const lower = word.toLowerCase();
  return CAPITAL_ONLY.has(lower) && word === lower ? undefined : byLower.get(lower);
}

/** The language of a field value: a name in any case, or a BCP 47 tag such as `es` or `pt-BR`. */
export function tryLanguage(value: string): string | undefined {
  const lower = value.trim().toLowerCase();
  return byLower.get(lower) ?? byTag.get(lower) ?? byTag.get(lower.split(/[-_]/, 1)[0] ?? '');
}
