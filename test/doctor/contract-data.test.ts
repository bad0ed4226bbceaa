import { describe, expect, it } from 'vitest';
import { ENDPOINTS, OPEN_QUESTIONS, type SpecLook, UNUSED_OPERATIONS } from '../../src/contract/index.ts';

describe('the contract as data', () => {
  it('has questions with unique names, a question mark, and something to look at', () => {
    const ids = OPEN_QUESTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, question, asked, assumed, looks } of OPEN_QUESTIONS) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(question, id).toMatch(/^[A-Z].*\?$/);
      expect(asked, id).toMatch(/^(jobs|identity) \d+(\.\d+)?$/);
      expect(assumed.length, id).toBeGreaterThan(2);
      expect(looks.length, id).toBeGreaterThan(0);
    }
  });

  it('looks at operations that are in the contract, unless it asks whether they exist', () => {
    const known = new Set([
      ...ENDPOINTS.map(({ method, path }) => `${method} ${path}`),
      ...UNUSED_OPERATIONS,
    ]);
    const others = OPEN_QUESTIONS.flatMap(({ looks }) => looks).filter(
      (look: SpecLook) => look.what !== 'operation' && !known.has(look.at),
    );
    expect(others).toEqual([]);
  });

  it('names no endpoint twice', () => {
    const names = [...ENDPOINTS.map(({ method, path }) => `${method} ${path}`), ...UNUSED_OPERATIONS];
    expect(new Set(names).size).toBe(names.length);
  });
});
