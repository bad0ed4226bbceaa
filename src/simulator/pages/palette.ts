/** Colours of the pages. Text colours reach 4.5:1 on every ground they are used on, borders of controls 3:1 (WCAG AA). */
export const PALETTE = {
  ink: '#1b2430',
  quiet: '#4d5968',
  paper: '#ffffff',
  ground: '#f4f6f8',
  line: '#d5dbe2',
  control: '#6b7785',
  accent: '#0b57a4',
  'accent-dark': '#083f78',
  'accent-soft': '#e6f0fa',
  danger: '#a3191f',
  'danger-dark': '#7c1217',
  'danger-soft': '#fdecec',
  good: '#17603a',
  'good-soft': '#e4f4ea',
  warn: '#6f4a00',
  'warn-soft': '#fdf3d9',
  banner: '#1b2430',
  'banner-ink': '#f4f6f8',
} as const;

export type PaletteColour = keyof typeof PALETTE;

/** Every text colour and the ground it may stand on. The stylesheet keeps to these pairs; a test computes them. */
export const TEXT_ON_GROUND: readonly (readonly [PaletteColour, PaletteColour])[] = [
  ['ink', 'paper'],
  ['ink', 'ground'],
  ['quiet', 'paper'],
  ['quiet', 'ground'],
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['accent-dark', 'accent-soft'],
  ['paper', 'accent'],
  ['paper', 'accent-dark'],
  ['paper', 'danger'],
  ['paper', 'danger-dark'],
  ['danger', 'paper'],
  ['danger', 'danger-soft'],
  ['ink', 'danger-soft'],
  ['good', 'good-soft'],
  ['ink', 'good-soft'],
  ['warn', 'warn-soft'],
  ['ink', 'warn-soft'],
  ['banner-ink', 'banner'],
];
