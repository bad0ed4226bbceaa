import type { Row } from './rows.ts';

const BAR_HEIGHT = 22;
const GAP = 14;
const LEFT = 400;
const WIDTH = 560;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Bars of the medians on a logarithmic scale (the rows span three orders of magnitude), with every round as a dot. */
export function renderPlot(rows: readonly Row[]): string {
  const all = rows.flatMap((row) => row.runs);
  const low = 10 ** Math.floor(Math.log10(Math.min(...all)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...all)));
  const x = (seconds: number) => LEFT + (WIDTH * Math.log10(seconds / low)) / Math.log10(high / low);
  const height = rows.length * (BAR_HEIGHT + GAP) + 70;
  const bars = rows.map((row, index) => {
    const top = 40 + index * (BAR_HEIGHT + GAP);
    const middle = top + BAR_HEIGHT / 2;
    const color =
      row.met === false ? '#b3261e' : row.against === null && row.met === null ? '#8a8f98' : '#1f6feb';
    const dots = row.runs.map(
      (run) => `<circle cx="${x(run).toFixed(1)}" cy="${middle}" r="2.5" fill="#111" fill-opacity="0.55"/>`,
    );
    return [
      `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${escapeXml(row.name)}</text>`,
      `<rect x="${LEFT}" y="${top}" width="${Math.max(1, x(row.seconds) - LEFT).toFixed(1)}" height="${BAR_HEIGHT}" fill="${color}" fill-opacity="0.8"/>`,
      ...dots,
      `<text x="${(x(Math.max(...row.runs)) + 8).toFixed(1)}" y="${middle + 4}">${row.seconds < 1 ? `${Math.round(row.seconds * 1000)} ms` : `${row.seconds.toFixed(2)} s`}</text>`,
    ].join('\n');
  });
  const decades = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_, index) => low * 10 ** index,
  );
  const grid = decades.map(
    (second) =>
      `<line x1="${x(second)}" y1="30" x2="${x(second)}" y2="${height - 30}" stroke="#d0d7de"/>` +
      `<text x="${x(second)}" y="${height - 12}" text-anchor="middle">${second >= 1 ? `${second} s` : `${Math.round(second * 1000)} ms`}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 100}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Medians of all rounds, logarithmic scale; dots are single rounds</title>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="20" font-weight="bold">Median wall time (log scale); dots are single rounds</text>`,
    ...grid,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}
