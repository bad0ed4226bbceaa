export type LineChange = { readonly symbol: ' ' | '+' | '-'; readonly line: string };

/** Above this many cells the table is not worth its memory: everything is shown as removed and added. */
const MAX_CELLS = 4_000_000;

/** Lines common to both stay, the others are removed or added; the longest common part is kept. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const keep = (line: string): LineChange => ({ symbol: ' ', line });
  return [
    ...before.slice(0, start).map(keep),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(keep),
  ];
}

function diffMiddle(a: readonly string[], b: readonly string[]): readonly LineChange[] {
  const width = b.length + 1;
  if (a.length === 0 || b.length === 0 || (a.length + 1) * width > MAX_CELLS) {
    return [
      ...a.map((line): LineChange => ({ symbol: '-', line })),
      ...b.map((line): LineChange => ({ symbol: '+', line })),
    ];
  }
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      changes.push({ symbol: ' ', line: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ symbol: '-', line: a[i] ?? '' });
      i += 1;
    } else {
      changes.push({ symbol: '+', line: b[j] ?? '' });
      j += 1;
    }
  }
  return changes;
}

/** Unchanged lines kept next to a change; the rest becomes one line that counts them. */
const CONTEXT = 3;

/** Hides long unchanged runs, as a patch does. */
export function withContext(changes: readonly LineChange[]): readonly LineChange[] {
  const near = new Set<number>();
  changes.forEach((change, index) => {
    if (change.symbol === ' ') return;
    for (let offset = -CONTEXT; offset <= CONTEXT; offset++) near.add(index + offset);
  });
  const shown: LineChange[] = [];
  let hidden = 0;
  const flush = () => {
    if (hidden > 0)
      shown.push({ symbol: ' ', line: `# (${hidden} unchanged line${hidden === 1 ? '' : 's'} hidden)` });
    hidden = 0;
  };
  changes.forEach((change, index) => {
    if (near.has(index)) {
      flush();
      shown.push(change);
    } else {
      hidden += 1;
    }
  });
  flush();
  return shown;
}
