/** Text of one table cell: a bar would end the cell, a line break the table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Several values as code, separated by commas. */
export function codes(values: Iterable<string | number>): string {
  return [...values].map((value) => code(String(value))).join(', ');
}

/** A fenced block. */
export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

const SECTION = /<!-- generated: ([a-z-]+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * A page written by hand with its generated sections brought up to date. A section stands between
 * `<!-- generated: NAME -->` and `<!-- end -->`. Throws for a section that has no text and for a text without section,
 * because either would go unnoticed.
 */
export function fillSections(page: string, sections: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(sections));
  const filled = page.replace(SECTION, (_whole, name: string) => {
    const text = sections[name];
    if (text === undefined) throw new Error(`nothing is generated for the section "${name}"`);
    left.delete(name);
    return `<!-- generated: ${name} -->\n\n${text.trim()}\n\n<!-- end -->`;
  });
  if (left.size > 0) throw new Error(`the page has no section ${[...left].join(', ')}`);
  return filled;
}
