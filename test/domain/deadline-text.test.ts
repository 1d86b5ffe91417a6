import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isWorkingDay } from '../../shared/domain/calendar.ts';
import type { DeadlineContext } from '../../shared/domain/deadline.ts';
import { readDeadline } from '../../shared/domain/deadline.ts';
import { explainTrace } from '../../shared/domain/deadline-explain.ts';
import type { Deadline } from '../../shared/domain/deadline-model.ts';
import { deadline } from '../../shared/domain/deadline-model.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const issued = (issuedOn: string): DeadlineContext => ({
  calendar: defaultCalendar,
  issuedOn,
  at: `${issuedOn}T03:00:00.000Z`,
  beforeMeansDayBefore: true,
});
const context = issued('2025-10-20');
const read = (raw: string | null, ctx = context): Deadline => readDeadline({ raw }, ctx);

/** The last day as the words have it, before a day off moved it. */
const lastDay = ({ current, trace }: Deadline): string | null =>
  trace.find(({ rule }) => rule === 'rolled_to_working_day')?.from ?? current?.date ?? null;

describe('the words of documents', () => {
  it.each<[string, string, string | null]>([
    ['6/2025', 'month', '2025-06-30'],
    ['Tháng 10/2025', 'month', '2025-10-31'],
    ['tháng 5 năm 2025', 'month', '2025-05-31'],
    ['tháng năm năm 2026', 'month', '2026-05-31'],
    ['tháng tư/2026', 'month', '2026-04-30'],
    ['tháng sáu năm 2026', 'month', '2026-06-30'],
    ['tháng mười năm 2026', 'month', '2026-10-31'],
    ['Tháng 2/2028', 'month', '2028-02-29'],
    ['trong tháng 11', 'month', '2025-11-30'],
    ['Quý IV/2025', 'quarter', '2025-12-31'],
    ['quý 3 năm 2026', 'quarter', '2026-09-30'],
    ['Thời hạn hoàn thành: Quý I/2026', 'quarter', '2026-03-31'],
    ['9 tháng đầu năm 2026', 'quarter', '2026-09-30'],
    ['6 tháng đầu năm 2026', 'half', '2026-06-30'],
    ['06 tháng cuối năm 2026', 'half', '2026-12-31'],
    ['2025', 'year', '2025-12-31'],
    ['năm 2026', 'year', '2026-12-31'],
    ['cuối năm', 'year', '2025-12-31'],
    ['giữa năm 2026', 'date', '2026-06-30'],
    ['đầu tháng 5/2026', 'date', '2026-05-01'],
    ['giữa tháng 5/2026', 'date', '2026-05-15'],
    ['31/12/2025', 'date', '2025-12-31'],
    ['25-10-2023', 'date', '2023-10-25'],
    ['31/12/25', 'date', '2025-12-31'],
    ['2026-06-30', 'date', '2026-06-30'],
    ['ngày 15 tháng 6 năm 2026', 'date', '2026-06-15'],
    ['thứ Hai, ngày 15/6/2026', 'date', '2026-06-15'],
    ['15/6/2026 (thứ Hai)', 'date', '2026-06-15'],
    ['đến hết ngày 31/12/2026', 'date', '2026-12-31'],
    ['chậm nhất ngày 31/12/2026.', 'date', '2026-12-31'],
    ['15/6', 'date', '2026-06-15'],
    ['31/10', 'date', '2025-10-31'],
    ['16 giờ ngày 30/10/2025', 'date', '2025-10-30'],
    ['trước 17h00 ngày 30/10/2025', 'date', '2025-10-30'],
    ['trước ngày 25-10-2023', 'before', '2023-10-24'],
    ['trước ngày 20/10', 'before', '2026-10-19'],
    ['trước 30/6/2026', 'before', '2026-06-29'],
    ['TRƯỚC NGÀY 01/3/2028', 'before', '2028-02-29'],
    ['Trước tháng 6/2026', 'before', '2026-05-31'],
    ['trong 10 ngày làm việc', 'workingDays', '2025-11-03'],
    ['10 (mười) ngày làm việc kể từ ngày ký', 'workingDays', '2025-11-03'],
    ['sáu mươi lăm ngày làm việc', 'workingDays', '2026-01-20'],
    ['mười ngày làm việc', 'workingDays', '2025-11-03'],
    ['10 ngày làm việc kể từ ngày 15/6/2026', 'workingDays', '2026-06-29'],
    ['trong thời hạn 15 ngày', 'period', '2025-11-04'],
    ['trong vòng 5 ngày kể từ ngày nhận được văn bản này', 'period', '2025-10-25'],
    ['hai tuần', 'period', '2025-11-03'],
    ['02 tháng kể từ ngày ký', 'period', '2025-12-20'],
    ['01 tháng kể từ ngày 31/01/2026', 'period', '2026-02-28'],
    ['nửa tháng', 'period', '2025-11-04'],
    ['mười năm', 'period', '2035-10-20'],
    ['24 giờ', 'minutes', '2025-10-21'],
    ['2025 - 2026', 'range', '2026-12-31'],
    ['giai đoạn 2026–2030', 'range', '2030-12-31'],
    ['Quý I-II/2026', 'range', '2026-06-30'],
    ['Quý II và III/2026', 'range', '2026-09-30'],
    ['tháng 5 - 6/2026', 'range', '2026-06-30'],
    ['6-12/2025', 'range', '2025-12-31'],
    ['15-20/6/2026', 'range', '2026-06-20'],
    ['từ 01/6/2026 đến 31/12/2026', 'range', '2026-12-31'],
    ['2025 và những năm tiếp theo', 'continuous', null],
    ['từ năm 2026', 'continuous', null],
    ['Thường xuyên', 'continuous', null],
    ['thường xuyên, liên tục', 'continuous', null],
    ['hằng ngày', 'continuous', null],
    ['hằng năm', 'recurring', '2025-12-31'],
    ['6 tháng, hằng năm', 'recurring', '2025-12-31'],
    ['mỗi quý một lần', 'recurring', '2025-12-31'],
    ['định kỳ hàng tháng trước ngày 25', 'recurring', '2025-10-24'],
    ['trước ngày 25 hằng tháng', 'recurring', '2025-10-24'],
    ['hằng quý trước ngày 15 của tháng cuối quý', 'recurring', '2025-12-14'],
    ['trước ngày 06 tháng đầu quý sau hằng quý', 'recurring', '2026-01-05'],
    ['15/6 và 01/12 hằng năm', 'recurring', '2025-12-01'],
    ['tháng 6 và tháng 12 hằng năm', 'recurring', '2025-12-31'],
    ['thứ năm hàng tuần', 'recurring', '2025-10-23'],
    ['khi đến thời hạn giao', 'event', null],
    ['theo đúng thời gian quy định', 'event', null],
    ['định kỳ theo quy định', 'event', null],
    ['Theo Nghị định 09/2019/NĐ-CP', 'event', null],
    ['trong 5 ngày kể từ ngày nhận đủ hồ sơ', 'event', null],
    ['không xác định', 'none', null],
    ['-', 'none', null],
    ['  ', 'none', null],
    ['June 2026', 'month', '2026-06-30'],
    ['15 June 2026', 'date', '2026-06-15'],
    ['before June 30, 2026', 'before', '2026-06-29'],
    ['Q4 2026', 'quarter', '2026-12-31'],
    ['within 10 working days', 'workingDays', '2025-11-03'],
    ['15 days from the date of issue', 'period', '2025-11-04'],
    ['by the end of 2026', 'year', '2026-12-31'],
    ['quarterly', 'recurring', '2025-12-31'],
    ['ongoing', 'continuous', null],
  ])('%j is %s, last day %s', (raw, kind, last) => {
    for (const form of [raw, raw.normalize('NFD'), raw.toUpperCase(), ` ${raw}\t`]) {
      const result = read(form);
      expect(result.kind).toBe(kind);
      expect(lastDay(result)).toBe(last);
    }
  });

  it.each([
    '31/02/2025',
    '29/02/2026',
    '30/2',
    '32/1/2025',
    '13/2025',
    '0/2025',
    'Quý V/2025',
    '2026-2025',
    '31/12/0025',
    'trước 31/6/2026',
    '10 ngày kể từ ngày 31/02/2025',
    '0 ngày làm việc',
    '15/6/2026 và 20/7/2026',
    'theo tiến độ, xong trước 30/6/2026',
    'khi có yêu cầu, chậm nhất tháng 6/2026',
    '15/6/2026 hằng năm',
    'ngày 32 hàng tháng',
    'hằng quý, ngày 31 tháng đầu quý sau trước 30/6',
    'tháng năm 2026',
    'tháng sau',
    'quý sau',
    'từ tuần',
    '6 tháng năm',
    '6-12',
    '17 giờ',
    '2026 ngày',
    '2 năm một lần',
    'hai năm một lần',
    'đầu năm',
    'nửa cuối',
    '10 ngày kể từ ngày',
    'Tháng ... năm 2026',
    'ngày    tháng    năm 2026',
    'kịp thời',
    'định kỳ',
    'sớm nhất có thể',
    'trước',
    'ngày',
    'abc',
    '1 2 3',
    'x'.repeat(600),
  ])('%j is refused rather than guessed', (raw) => {
    expect(() => read(raw)).toThrow(
      expect.objectContaining({ name: 'Refusal', code: 'deadline_unreadable', params: { raw } }),
    );
  });

  it('keeps the words as written, in composed form', () => {
    expect(read(' Quý IV/2025 '.normalize('NFD')).raw).toBe('Quý IV/2025'.normalize('NFC'));
    expect(read(null)).not.toHaveProperty('raw');
  });

  it('says which year it took when none is written', () => {
    expect(read('31/10').trace).toContainEqual({ rule: 'year_inferred', from: '2025-10-20', count: 2025 });
    expect(read('quý II').trace).toContainEqual({ rule: 'year_inferred', from: '2025-10-20', count: 2026 });
  });
});

const documents = z
  .object({
    documents: z.array(
      z.object({
        date: z.string(),
        tasks: z.array(
          z.object({
            deadline: z.string().nullable(),
            deadline_normalized: z.looseObject({ kind: z.string(), due: z.string().nullable() }),
          }),
        ),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../examples/data/directives.json', import.meta.url), 'utf8')));
const samples = documents.documents.flatMap(({ date, tasks }) =>
  tasks.map((task) => ({ issuedOn: date, raw: task.deadline, normalized: task.deadline_normalized })),
);
const distinct = [...new Map(samples.map((sample) => [JSON.stringify(sample), sample])).values()];

describe('every deadline of the real documents', () => {
  it('has its samples', () => expect(samples).toHaveLength(97));

  it.each(distinct)('$raw of $issuedOn', ({ issuedOn, raw, normalized }) => {
    const result = read(raw, issued(issuedOn));
    if (normalized.kind === 'recurring') {
      // The transcription leaves recurring work without a date; we open its first occurrence, or nothing could remind of it.
      const first = raw?.includes('25') ? '2023-10-24' : '2025-12-31';
      expect([result.kind, lastDay(result)]).toEqual(['recurring', first]);
      return;
    }
    expect(lastDay(result)).toBe(normalized.due);
    if (raw === 'theo đúng thời gian quy định') {
      // Transcribed as continuous, but it has an end, which another regulation sets: an event of which we know no date.
      expect(result.kind).toBe('event');
      return;
    }
    const names: Record<string, string> = {
      // A range without an end has no day to be late against: continuous work that starts with its first year.
      open_range: 'continuous',
      unspecified: 'none',
      // "Trước ngày" is a kind of its own here, since the setting decides whether the day named counts.
      date: 'before',
    };
    expect(result.kind).toBe(names[normalized.kind] ?? normalized.kind);
  });
});

const tokens =
  'trước|ngày|tháng|quý|năm|hằng|định kỳ|6|12|31|02|2025|2026|/|-| |và|đến|từ|kể từ|trong|làm việc|IV|đầu|cuối|giữa|khi|theo|quy định|giờ|25/10|,|thường xuyên|tiếp theo|ký|lần|tuần|thứ|sáu|mười|sau|before|every|month|June|within|days|(|)|.|:|17h00|nửa';
const nearlyDeadlines = fc
  .array(fc.constantFrom(...tokens.split('|')), { maxLength: 10 })
  .map((words) => words.join(' '));

describe('any text at all', () => {
  it.each([
    ['arbitrary', fc.string({ unit: 'grapheme', maxLength: 700 }), 300],
    ['made of deadline words', nearlyDeadlines, 3000],
  ] as const)('is read to a consistent deadline or refused: %s', (_, texts, numRuns) => {
    fc.assert(
      fc.property(texts, fc.boolean(), (raw, beforeMeansDayBefore) => {
        let result: Deadline;
        try {
          result = read(raw, { ...context, beforeMeansDayBefore });
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        expect(deadline.parse(result)).toEqual(result);
        const { current, kind, trace } = result;
        if (current && kind !== 'minutes') expect(isWorkingDay(defaultCalendar, current.date)).toBe(true);
        for (const locale of ['vi', 'en'] as const)
          expect(explainTrace(trace, locale).join(' ')).not.toMatch(/undefined|NaN|Invalid/);
      }),
      { numRuns },
    );
  });
});
