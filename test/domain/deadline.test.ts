import { describe, expect, it } from 'vitest';
import type { DeadlineContext } from '../../shared/domain/deadline.ts';
import { readDeadline } from '../../shared/domain/deadline.ts';
import { explainTrace } from '../../shared/domain/deadline-explain.ts';
import type { DeadlineInput } from '../../shared/domain/deadline-terms.ts';
import { deadlineInput } from '../../shared/domain/deadline-terms.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const context: DeadlineContext = {
  calendar: defaultCalendar,
  issuedOn: '2026-02-13',
  at: '2026-02-13T03:00:00.000Z',
  beforeMeansDayBefore: true,
};
const read = (input: DeadlineInput, changes: Partial<DeadlineContext> = {}) =>
  readDeadline(deadlineInput.parse(input), { ...context, ...changes });
const rules = (input: DeadlineInput, changes?: Partial<DeadlineContext>) =>
  read(input, changes).trace.map(({ rule }) => rule);

describe('what a client may say', () => {
  it.each<[DeadlineInput, string, string | undefined]>([
    [{ raw: 'Quý I/2026' }, 'quarter', '2026-03-31T17:00:00.000Z'],
    [{ raw: null }, 'none', undefined],
    [{ raw: '' }, 'none', undefined],
    [{ date: '2026-11-24' }, 'date', '2026-11-25T17:00:00.000Z'],
    [{ workingDays: 3 }, 'workingDays', '2026-02-25T17:00:00.000Z'],
    [{ workingDays: 1, from: '2026-08-21' }, 'workingDays', '2026-08-22T17:00:00.000Z'],
    [{ minutes: 5 }, 'minutes', '2026-02-13T03:05:00.000Z'],
    [{ kind: 'date', date: '2026-11-23', time: '16:30' }, 'date', '2026-11-23T09:30:00.000Z'],
    [{ kind: 'date', date: '2026-11-24', time: '16:30' }, 'date', '2026-11-25T17:00:00.000Z'],
    [{ kind: 'before', date: '2025-09-01' }, 'before', '2025-09-03T17:00:00.000Z'],
    [{ kind: 'month', year: 2028, month: 2 }, 'month', '2028-02-29T17:00:00.000Z'],
    [{ kind: 'quarter', year: 2026, quarter: 2 }, 'quarter', '2026-06-30T17:00:00.000Z'],
    [{ kind: 'half', year: 2026, half: 2 }, 'half', '2026-12-31T17:00:00.000Z'],
    [{ kind: 'year', year: 2027 }, 'year', '2027-12-31T17:00:00.000Z'],
    [{ kind: 'workingDays', workingDays: 2, from: '2026-08-28' }, 'workingDays', '2026-09-04T17:00:00.000Z'],
    [{ kind: 'period', count: 1, unit: 'month', from: '2026-01-31' }, 'period', '2026-03-02T17:00:00.000Z'],
    [{ kind: 'period', count: 1, unit: 'year', from: '2024-02-29' }, 'period', '2025-02-28T17:00:00.000Z'],
    [{ kind: 'period', count: 2, unit: 'week' }, 'period', '2026-02-27T17:00:00.000Z'],
    [{ kind: 'minutes', minutes: 60 }, 'minutes', '2026-02-13T04:00:00.000Z'],
    [{ kind: 'range', start: '2026-01-01', end: '2026-06-30' }, 'range', '2026-06-30T17:00:00.000Z'],
    [{ kind: 'recurring', every: 'month', day: 25, before: true }, 'recurring', '2026-02-24T17:00:00.000Z'],
    [
      { kind: 'recurring', every: 'dates', dates: ['12-01', '06-15'] },
      'recurring',
      '2026-06-15T17:00:00.000Z',
    ],
    [{ kind: 'recurring', every: 'week', weekday: 3 }, 'recurring', '2026-02-23T17:00:00.000Z'],
    [{ kind: 'continuous', start: '2026-03-01' }, 'continuous', undefined],
    [{ kind: 'event', description: 'khi có kết luận' }, 'event', undefined],
    [{ kind: 'none' }, 'none', undefined],
  ])('%j', (input, kind, dueAt) => {
    const result = read(input);
    expect(result.kind).toBe(kind);
    expect(result.current?.dueAt).toBe(dueAt);
    expect(result.original).toEqual(result.current);
    expect(result.extensions).toBe(0);
    expect(result.calendarVersion).toBe('vn-2026-11-23');
  });

  it.each([
    {},
    { date: '2026-02-30' },
    { date: '0026-02-03' },
    { date: '2026-02-03', workingDays: 3 },
    { raw: 'x', other: 1 },
    { raw: 'x'.repeat(501) },
    { workingDays: 0 },
    { workingDays: 1.5 },
    { minutes: -1 },
    { kind: 'month', year: 2026, month: 13 },
    { kind: 'quarter', year: 2026, quarter: 0 },
    { kind: 'date', date: '2026-02-03', time: '24:00' },
    { kind: 'range', start: '2026-02-03', end: '2026-02-02' },
    { kind: 'recurring', every: 'month', weekday: 3 },
    { kind: 'recurring', every: 'dates', dates: [] },
    { kind: 'recurring', every: 'dates', dates: ['02-30'] },
    { kind: 'weekly' },
  ])('%j is not a deadline', (input) => {
    expect(deadlineInput.safeParse(input).success).toBe(false);
  });

  it('keeps the words next to a reading made by a person', () => {
    const result = read({ kind: 'date', date: '2026-03-31', raw: 'sớm nhất có thể' });
    expect(result.raw).toBe('sớm nhất có thể');
    expect(result.trace[0]).toEqual({ rule: 'read_by_person', note: 'sớm nhất có thể' });
  });
});

describe('the setting for "trước ngày"', () => {
  it('counts the day named where the setting says so, in single and in recurring deadlines', () => {
    const including = { beforeMeansDayBefore: false };
    expect(read({ raw: 'trước ngày 25/3/2026' }).current?.date).toBe('2026-03-24');
    expect(read({ raw: 'trước ngày 25/3/2026' }, including).current?.date).toBe('2026-03-25');
    const monthly = read({ raw: 'định kỳ hàng tháng trước ngày 25' }, including);
    expect(monthly.current?.date).toBe('2026-02-25');
    expect(monthly.recurrence).toEqual({ every: 'month', day: 25 });
  });
});

describe('a recurring task', () => {
  it('that is registered long after its directive starts with an occurrence still ahead', () => {
    const late = { issuedOn: '2023-09-29', at: '2026-11-23T18:00:00.000Z' };
    expect(read({ raw: 'định kỳ hàng tháng trước ngày 25' }, late).current?.date).toBe('2026-11-25');
    expect(read({ raw: 'trước ngày 31 hằng tháng' }, late).current?.date).toBe('2026-11-30');
  });

  it('may be registered on the very day an occurrence ends', () => {
    const lastDay = { issuedOn: '2023-09-29', at: '2026-12-24T16:59:00.000Z' };
    expect(read({ raw: 'hàng tháng trước ngày 25' }, lastDay).current?.date).toBe('2026-12-24');
    const over = { issuedOn: '2023-09-29', at: '2026-12-24T17:00:00.000Z' };
    expect(read({ raw: 'hàng tháng trước ngày 25' }, over).current?.date).toBe('2027-01-25');
  });
});

describe('the trace', () => {
  it('lists every rule in the order in which it worked', () => {
    expect(rules({ raw: '3 ngày làm việc' })).toEqual([
      'as_written',
      'counted_from_issue',
      'first_day_not_counted',
      'working_days_counted',
      'ends_at_24h',
      'counted_by_calendar',
    ]);
    expect(rules({ raw: 'trước ngày 15/11/2026' })).toEqual([
      'as_written',
      'before_means_day_before',
      'rolled_to_working_day',
      'ends_at_24h',
      'counted_by_calendar',
    ]);
  });

  it('names holidays passed over, and Saturdays worked in exchange', () => {
    const tet = read({ workingDays: 3 }).trace.find(({ rule }) => rule === 'working_days_counted');
    expect(tet?.skipped?.map(({ date }) => date)).toEqual([
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
    ]);
    expect(read({ workingDays: 1, from: '2026-08-21' }).trace).toContainEqual({
      rule: 'worked_in_exchange',
      date: '2026-08-22',
      note: 'làm bù cho 31/8/2026',
    });
  });

  it('warns where the calendar does not know the year, and says when it is always open', () => {
    expect(rules({ raw: '2030' })).toContain('days_off_unknown');
    expect(rules({ raw: '2027' })).not.toContain('days_off_unknown');
    const open = { calendar: { ...defaultCalendar, mode: 'always-open' as const } };
    expect(read({ date: '2026-02-17' }, open).current?.date).toBe('2026-02-17');
    expect(rules({ raw: '3 ngày làm việc' }, open)).toContain('calendar_always_open');
  });

  it('tells a person why, in both languages', () => {
    const { trace } = read({ raw: 'trước ngày 15/11/2026' });
    expect(explainTrace(trace, 'vi')).toEqual([
      'Văn bản ghi: “trước ngày 15/11/2026”.',
      '“Trước Chủ nhật 15/11/2026”: ngày cuối cùng là Thứ Bảy 14/11/2026.',
      'Thứ Bảy 14/11/2026 là ngày nghỉ nên hạn kết thúc vào ngày làm việc tiếp theo, Thứ Hai 16/11/2026 (Điều 148 Bộ luật Dân sự 2015); bỏ qua: 14/11/2026 (Thứ Bảy), 15/11/2026 (Chủ nhật).',
      'Hết hạn lúc 24 giờ, Thứ Hai 16/11/2026.',
      'Tính theo lịch làm việc phiên bản vn-2026-11-23.',
    ]);
    expect(explainTrace(trace, 'en')).toEqual([
      'The document says: “trước ngày 15/11/2026”.',
      '“Before Sunday 15/11/2026”: the last day is Saturday 14/11/2026.',
      'Saturday 14/11/2026 is a day off, so the period ends with the next working day, Monday 16/11/2026 (Civil Code 2015, article 148); skipped: 14/11/2026 (Saturday), 15/11/2026 (Sunday).',
      'It ends at 24:00 on Monday 16/11/2026.',
      'Counted by calendar version vn-2026-11-23.',
    ]);
  });

  it('has a sentence for every rule that a deadline can use', () => {
    const inputs: DeadlineInput[] = [
      ...'15/6|trong 5 ngày kể từ ngày nhận được văn bản|giữa tháng 5/2026|16 giờ ngày 23/11/2026|3 tuần|2 tháng|2 năm|5 ngày|24 giờ|2026-2027|hằng tuần|hằng tháng|hằng quý|6 tháng/lần|hằng năm|15/6 và 01/12 hằng năm|trước ngày 15 hằng quý|từ năm 2026|theo quy định|2030|quý II/2026|6 tháng đầu năm 2026|tháng 5/2026'
        .split('|')
        .map((raw) => ({ raw })),
      { raw: null },
      { date: '2026-11-24' },
      { workingDays: 1, from: '2026-08-21' },
      { kind: 'date', date: '2026-11-24', raw: 'x' },
    ];
    const traces = [
      ...inputs.map((input) => read(input).trace),
      read({ raw: 'trước 25/3/2026' }, { beforeMeansDayBefore: false }).trace,
      read({ raw: '2026' }, { calendar: { ...defaultCalendar, mode: 'always-open' } }).trace,
    ].flat();
    for (const step of traces) {
      for (const locale of ['vi', 'en'] as const) {
        const [sentence = ''] = explainTrace([step], locale);
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toContain(step.rule);
      }
    }
  });

  it('shows a rule of another part of the system by its code rather than hide it', () => {
    expect(explainTrace([{ rule: 'something_new', date: '2026-11-23', note: 'why' }], 'en')).toEqual([
      'something_new: Monday 23/11/2026: why',
    ]);
  });
});
