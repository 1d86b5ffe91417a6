/** The p-th percentile in milliseconds, one decimal. */
export function percentile(samples: readonly number[], p: number): string {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? 0;
  return value.toFixed(1);
}

export const row = (...cells: (string | number)[]): string[] => cells.map(String);

/** A table on standard output, columns aligned, numbers to the right. */
export function table(title: string, head: string[], rows: string[][]): void {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((cells) => (cells[i] ?? '').length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  process.stdout.write(`\n${title}\n${[line(head), ...rows.map(line)].join('\n')}\n`);
}
