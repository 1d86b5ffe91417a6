import { beforeAll, expect, test } from 'vitest';
import { at, listAt, textAt } from './client.ts';
import { type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';

/** Given on Wednesday 2026-11-25, watched until the end of November 2027. */
const place = { on: ['local'], because: 'a year passes', at: '2026-11-25T02:00:00.000Z' } as const;
const afternoon = (date: string) => `${date}T08:00:00.000Z`;

scenario('a recurring report is watched for a year', place, (running) => {
  let office: Office;
  const series: Record<string, string> = {};

  const register = async (raw: string) => {
    const officer = await office.person('vptu.officer');
    const made = await officer('POST', '/tasks', {
      content: `Báo cáo giải ngân vốn đầu tư công ${raw}`,
      ...{ product: 'Báo cáo', assignerId: office.units.TT, leadUnitIds: [office.units.STC] },
      deadline: { raw },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = textAt(made.body, 'id');
    expect((await (await office.person('stc.head'))('POST', `/tasks/${id}/acceptance`, {})).status).toBe(200);
    return id;
  };
  const occurrences = async (raw: string) => {
    const officer = await office.person('vptu.officer');
    return listAt((await officer('GET', `/tasks?seriesId=${series[raw]}&limit=200`)).body, 'items');
  };
  const handIn = async (id: string) => {
    expect((await (await office.person('stc.head'))('POST', `/tasks/${id}/submission`, {})).status).toBe(200);
    const officer = await office.person('vptu.officer');
    expect((await officer('POST', `/tasks/${id}/confirmation`, {})).status).toBe(200);
  };
  const before25 = 'định kỳ hằng tháng trước ngày 25';
  const before10 = 'định kỳ hằng tháng trước ngày 10';

  beforeAll(async () => {
    office = await openOffice(running());
    for (const raw of [before25, before10]) series[raw] = await register(raw);
  });

  const open = async () => (await occurrences(before25)).filter((each) => at(each, 'submission') === null);
  const handInOn = async (...days: string[]) => {
    for (const day of days) {
      await running().until(afternoon(day));
      const [oldest] = await open();
      await handIn(textAt(oldest, 'id'));
    }
  };

  test('each month the next one opens when one is handed in', async () => {
    await handInOn('2026-12-23', '2027-01-22', '2027-02-23');
    expect((await occurrences(before25)).map((each) => at(each, 'occurrence.number'))).toEqual([1, 2, 3, 4]);
  });

  test('one that is never handed in falls due again all the same, after Tết; cancelling the last ends it', async () => {
    await running().until(afternoon('2027-03-04'));
    const all = await occurrences(before10);
    expect(all.map((each) => at(each, 'deadline.original')).slice(0, 4)).toEqual([
      ...['2026-12-09', '2027-01-11', '2027-02-12', '2027-03-09'],
    ]);
    expect(all.map((each) => at(each, 'timing'))).toEqual(['overdue', 'overdue', 'overdue', 'due_soon']);
    const trace = await (await office.person('stc.head'))('GET', `/tasks/${textAt(all[2], 'id')}/deadline`);
    expect(JSON.stringify(trace.body)).toContain('Tết Đinh Mùi');
    const officer = await office.person('vptu.officer');
    for (const each of all)
      await officer('POST', `/tasks/${textAt(each, 'id')}/cancellation`, { reason: 'Thôi báo cáo' });
    await running().until(afternoon('2027-03-24'));
    expect(await occurrences(before10)).toHaveLength(4);
  });

  test('twelve occurrences with their own verdicts, rolled off weekends and Tết', {
    timeout: 300_000,
  }, async () => {
    // The report of March comes three working days late, that of June only after that of July.
    await handInOn('2027-03-29', '2027-04-23', '2027-05-21');
    await running().until(afternoon('2027-07-23'));
    const [june, july] = await open();
    expect([at(june, 'timing'), at(july, 'timing')]).toEqual(['overdue', 'due_soon']);
    await handIn(textAt(july, 'id'));
    await handIn(textAt(june, 'id'));
    await handInOn('2027-08-23', '2027-09-23', '2027-10-25', '2027-11-25');
    const all = await occurrences(before25);
    const told = all.map((each) => [
      at(each, 'occurrence.number'),
      at(each, 'deadline.original'),
      at(each, 'timing'),
      at(each, 'verdict.daysLateOriginal') ?? null,
    ]);
    expect(told).toEqual([
      [1, '2026-12-24', 'on_time', 0],
      [2, '2027-01-25', 'on_time', 0],
      [3, '2027-02-24', 'on_time', 0],
      [4, '2027-03-24', 'late', 3],
      [5, '2027-04-26', 'on_time', 0],
      [6, '2027-05-24', 'on_time', 0],
      [7, '2027-06-24', 'late', 21],
      [8, '2027-07-26', 'on_time', 0],
      [9, '2027-08-24', 'on_time', 0],
      [10, '2027-09-24', 'on_time', 0],
      [11, '2027-10-25', 'on_time', 0],
      [12, '2027-11-25', 'on_time', 0],
      [13, '2027-12-24', 'on_track', null],
    ]);
    expect(new Set(all.map((each) => at(each, 'id'))).size).toBe(13);
  });

  test('the year counts twelve done of the first series, ten of them on time', async () => {
    const officer = await office.person('vptu.officer');
    const report = await officer(
      'GET',
      `/reports/summary?unitId=${office.units.STC}&groupBy=unit&from=2026-11-01&to=2027-11-30`,
    );
    expect(report.status, JSON.stringify(report.body).slice(0, 300)).toBe(200);
    expect(at(report.body, 'total.figures')).toMatchObject({
      doneOnTime: { count: 10 },
      doneLate: { count: 2 },
      cancelled: { count: 4 },
    });
  });
});
