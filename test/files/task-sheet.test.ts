import { expect, it } from 'vitest';
import { readTable } from '../../shared/files/read-table.ts';
import { tasksCsv, tasksXlsx } from '../../shared/files/task-sheet.ts';
import { aTask, at } from '../store/samples.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const view = { directory: { units: new Map(), version: 0 }, calendar: defaultCalendar, at };
const frame = { form: 'party' as const, place: 'Huế', date: '2026-11-23' };

const whole = aTask('w', { code: '1/NQ/7', collective: true });
const parts = [10, 2, 1].map((n) => aTask(`w${n}`, { code: `1/NQ/7.${n}`, parentId: whole.id }));

const said = (file: Buffer) => readTable(file).flatMap(({ cells }) => cells);

it('what falls due together stands in the order of its documents', () => {
  const codes = readTable(tasksCsv([...parts, whole], view))
    .slice(1, 5)
    .map(({ cells }) => cells[0]);
  expect(codes).toEqual(['1/NQ/7', '1/NQ/7.1', '1/NQ/7.2', '1/NQ/7.10']);
});

it('a collective task counts by its parts, as in the report', () => {
  const all = said(tasksXlsx([whole, ...parts], view, frame));
  expect(all).toContain(
    'Tổng số: 3 nhiệm vụ (1 nhiệm vụ giao chung tính theo từng đơn vị), trong đó 0 nhiệm vụ đang quá hạn',
  );
  // Where none of its parts was chosen, it is the only one to be counted.
  expect(said(tasksXlsx([whole], view, frame))).toContain(
    'Tổng số: 1 nhiệm vụ, trong đó 0 nhiệm vụ đang quá hạn',
  );
});
