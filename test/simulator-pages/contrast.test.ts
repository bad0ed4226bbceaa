import { describe, expect, it } from 'vitest';
import { PALETTE, type PaletteColour, TEXT_ON_GROUND } from '../../src/simulator/pages/palette.ts';
import { STYLESHEET } from '../../src/simulator/pages/stylesheet.ts';
import { contrast } from './contrast.ts';

describe('palette', () => {
  it.each(TEXT_ON_GROUND.map((pair) => [...pair]))('%s can be read on %s', (ink, ground) => {
    expect(contrast(PALETTE[ink as PaletteColour], PALETTE[ground as PaletteColour])).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it.each([
    ['control', 'paper'],
    ['control', 'ground'],
    ['accent', 'paper'],
    ['accent', 'ground'],
    ['danger', 'paper'],
    ['banner-ink', 'banner'],
  ] as const)('%s shows as a border or a focus ring on %s', (line, ground) => {
    expect(contrast(PALETTE[line], PALETTE[ground])).toBeGreaterThanOrEqual(3);
  });

  it('is where every colour of the stylesheet comes from', () => {
    const used = new Set([...STYLESHEET.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name]) => name));
    expect([...used].filter((name) => name !== 'mono').sort()).toEqual(Object.keys(PALETTE).sort());
    const literal = STYLESHEET.replace(/--[a-z-]+:#[0-9a-f]{6};/g, '');
    expect(literal).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsl/i);
  });

  it('asks nothing of the network', () => {
    expect(STYLESHEET).not.toMatch(/url\(|@import|@font-face/);
  });
});

describe('contrast', () => {
  it('is the ratio of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});
