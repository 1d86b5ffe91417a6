/** Shows how far a command is. `step` counts further items, or points of a hundred; `done` takes the line away again. */
export type Progress = {
  begin(what: string, total?: number, unit?: '%'): void;
  step(by?: number): void;
  done(): void;
};

const cells = 24;

/** One line that is drawn over, at most ten times a second, on a terminal; nothing where the output is not one. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  let what = '';
  let total = 0;
  let unit: '%' | undefined;
  let count = 0;
  let drawnAt = 0;
  const draw = () => {
    if (!stream.isTTY) return;
    drawnAt = performance.now();
    const filled = Math.min(cells, Math.floor((count / total) * cells));
    const bar = total > 0 ? ` ${'█'.repeat(filled)}${'░'.repeat(cells - filled)}` : '';
    const of = unit ? ` ${unit}` : total > 0 ? ` of about ${total.toLocaleString('en')}` : '';
    stream.write(`\r\x1b[K${what}${bar} ${count.toLocaleString('en')}${of}`);
  };
  return {
    begin(title, about = 0, counted = undefined) {
      [what, total, unit, count] = [title, about, counted, 0];
      draw();
    },
    step(by = 1) {
      count += by;
      if (performance.now() - drawnAt > 100) draw();
    },
    done() {
      if (stream.isTTY) stream.write('\r\x1b[K');
    },
  };
}
