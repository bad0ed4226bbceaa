import type { CliIo, OutputStream } from './io.ts';

const CODES = {
  bold: ['1', '22'],
  dim: ['2', '22'],
  red: ['31', '39'],
  green: ['32', '39'],
  yellow: ['33', '39'],
  cyan: ['36', '39'],
} as const;

export type Paint = (text: string) => string;

/** Colours by name; every function gives the text back unchanged where colours are off. */
export type Style = Readonly<Record<keyof typeof CODES, Paint>>;

const ESCAPE = String.fromCharCode(0x1b);

function style(on: boolean): Style {
  const paint = ([open, close]: readonly [string, string]): Paint =>
    on ? (text) => (text === '' ? '' : `${ESCAPE}[${open}m${text}${ESCAPE}[${close}m`) : (text) => text;
  return {
    bold: paint(CODES.bold),
    dim: paint(CODES.dim),
    red: paint(CODES.red),
    green: paint(CODES.green),
    yellow: paint(CODES.yellow),
    cyan: paint(CODES.cyan),
  };
}

export const plainStyle: Style = style(false);
export const colourStyle: Style = style(true);

/** Colours only on a terminal, and neither with -no-color nor with NO_COLOR or TERM=dumb. */
export function chooseStyle(stream: OutputStream, env: CliIo['env'], noColor: boolean): Style {
  const off = noColor || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb' || stream.isTTY !== true;
  return off ? plainStyle : colourStyle;
}
