/** Descriptions that break careless code generators. Each also holds words that a parser can make a draft of. */
export const HOSTILE_TEXTS: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'backticks', text: 'Label `images`.\nRun ```sh\necho `whoami`\n``` first. \\` and \\\\`' },
  {
    name: 'templates',
    text: 'Label ${process.exit(1)} images.\nPay $${5} or $$${6}, %{if true}x%{endif} %%{y}, ${TfToken[TOKEN.0]} $',
  },
  { name: 'quotes', text: `Label 'single', "double" and \u201ccurly\u201d images.\n'''"""` },
  { name: 'quotes on one line', text: `Label 'a' and "b" images \\' \\"` },
  {
    name: 'control characters',
    text: 'Label images.\u0000\u0007\u001b[31mred\u001b[0m\u007f\u0085\nTab\there \u2028 line \u2029 paragraph',
  },
  { name: 'line ends', text: 'Label images.\r\nSecond line.\rThird line.\n\n\nEOT\nEOT1\n' },
  { name: 'direction marks', text: 'Label images \u202egnihtemos\u202c \u2066x\u2069.\nlast \ufeff' },
  { name: 'comment ends', text: 'Label images. */ alert(1) /* <!-- -->\n</script> # // " + ' },
  {
    name: 'emoji and accents',
    text: 'Etiquetar im\u00e1genes \ud83d\ude00\ud83c\uddea\ud83c\uddf8 e\u0301\nn\u00e3o',
  },
  {
    name: 'sixty thousand characters',
    text: `Label images.\n${'word `${x}` \\ "q"\n'.repeat(4000)}`.slice(0, 60_000),
  },
];
