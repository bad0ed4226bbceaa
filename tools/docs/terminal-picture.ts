/** How a run of characters looks. */
interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: string | null;
}

interface Run {
  readonly text: string;
  readonly column: number;
  readonly look: Look;
}

const ESCAPE = String.fromCharCode(0x1b);
const PLAIN: Look = { bold: false, dim: false, colour: null };
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#56d364',
  '33': '#e3b341',
  '36': '#76e3ea',
};
const TEXT_COLOUR = '#e6edf3';
const CELL_WIDTH = 8.4;
const LINE_HEIGHT = 19;
const FONT_SIZE = 14;
const PADDING = 18;
const TITLE_BAR = 32;
const TOP = TITLE_BAR + 10;

function lookAfter(look: Look, codes: readonly string[]): Look {
  let next = look;
  for (const code of codes) {
    if (code === '' || code === '0') next = PLAIN;
    else if (code === '1') next = { ...next, bold: true };
    else if (code === '2') next = { ...next, dim: true };
    else if (code === '22') next = { ...next, bold: false, dim: false };
    else if (code === '39') next = { ...next, colour: null };
    else if (COLOURS[code] !== undefined) next = { ...next, colour: COLOURS[code] };
    else throw new Error(`the picture knows no colour code ${code}`);
  }
  return next;
}

/** Lines of runs, broken after `columns` characters as a terminal does. */
function layOut(text: string, columns: number): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  let look = PLAIN;
  let column = 0;
  // Either one escape sequence, or everything up to the next one.
  const pieces = text.matchAll(new RegExp(`${ESCAPE}\\[([\\d;]*)m|([^${ESCAPE}]+)`, 'g'));
  for (const [, codes, plain] of pieces) {
    if (plain === undefined) {
      look = lookAfter(look, (codes ?? '').split(';'));
      continue;
    }
    for (const [index, part] of plain.split('\n').entries()) {
      if (index > 0) {
        lines.push([]);
        column = 0;
      }
      let rest = [...part];
      while (rest.length > 0) {
        if (column === columns) {
          lines.push([]);
          column = 0;
        }
        const taken = rest.slice(0, columns - column);
        lines.at(-1)?.push({ text: taken.join(''), column, look });
        column += taken.length;
        rest = rest.slice(taken.length);
      }
    }
  }
  return lines;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One run at its own place and width, so that no font of the viewer can shift what stands below each other. */
function runSvg({ text, column, look }: Run): string {
  const indent = text.length - text.trimStart().length;
  const visible = text.trim();
  if (visible === '') return '';
  const x = PADDING + (column + indent) * CELL_WIDTH;
  const attributes = [
    `x="${x.toFixed(1)}"`,
    `textLength="${([...visible].length * CELL_WIDTH).toFixed(1)}"`,
    ...(look.colour === null ? [] : [`fill="${look.colour}"`]),
    ...(look.bold ? ['font-weight="bold"'] : []),
    ...(look.dim ? ['opacity="0.6"'] : []),
  ];
  return `<tspan ${attributes.join(' ')}>${escapeXml(visible)}</tspan>`;
}

/**
 * What a terminal of so many columns shows for this text with its colour codes, as an SVG that needs no font, script or
 * file beside it. `label` is read to people who do not see it.
 */
export function terminalPicture(
  text: string,
  options: { columns: number; title: string; label: string },
): string {
  const lines = layOut(text.trimEnd(), options.columns);
  const width = Math.ceil(options.columns * CELL_WIDTH + 2 * PADDING);
  const height = TOP + lines.length * LINE_HEIGHT + PADDING;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${20 + index * 20}" cy="16" r="6" fill="${fill}"/>`,
  );
  const rows = lines.flatMap((runs, index) => {
    const content = runs.map(runSvg).join('');
    const y = TOP + (index + 1) * LINE_HEIGHT - 5;
    return content === '' ? [] : [`<text y="${y}" xml:space="preserve">${content}</text>`];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(options.label)}">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    `<path d="M0 ${TITLE_BAR}V10a10 10 0 0 1 10-10h${width - 20}a10 10 0 0 1 10 10v${TITLE_BAR - 10}z" fill="#21262d"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" fill="${TEXT_COLOUR}">`,
    `<text x="${width / 2}" y="21" text-anchor="middle" fill="#8b949e">${escapeXml(options.title)}</text>`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
