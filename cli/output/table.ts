import { stripVTControlCharacters } from 'node:util';

export const width = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Rows with their columns under one another, two spaces apart. Nothing trails a line. */
export function table(
  rows: readonly (readonly string[])[],
  {
    indent = '',
    right = [],
  }: { readonly indent?: string; readonly right?: readonly number[] } = {},
): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat((widths[column] ?? 0) - width(cell));
      return right.includes(column) ? space + cell : cell + space;
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
