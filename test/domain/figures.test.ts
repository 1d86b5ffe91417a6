import { describe, expect, it } from 'vitest';
import { emptyBalance } from '../../shared/domain/balance.ts';
import { figuresOf, percentagesOf } from '../../shared/domain/figures.ts';
import { sumOfRows, withPercentages, zeroFigures } from '../../shared/domain/report.ts';

/** Report 1270/BC-TCTTTg on the tasks that the government and the prime minister gave in 2017. */
const national = {
  ...zeroFigures(),
  ...{
    assigned: 21_914,
    total: 21_914,
    doneOnTime: 14_068,
    doneLate: 1_983,
    openInTime: 5_640,
    openOverdue: 223,
  },
};

describe('the percentages of a report', () => {
  it('are those of the national figures of 2017', () => {
    const { doneOfDue, onTimeOfDone, onTimeOfDue, onTimeOfAll } = percentagesOf(national);
    expect([doneOfDue.value, onTimeOfDone.value, onTimeOfDue.value, onTimeOfAll.value]).toEqual([
      98.6, 87.6, 86.4, 64.2,
    ]);
    expect(doneOfDue).toMatchObject({ numerator: 16_051, denominator: 16_274 });
    expect(onTimeOfAll).toMatchObject({ numerator: 14_068, denominator: 21_914 });
  });

  it('each name their formula', () => {
    const shares = percentagesOf(national);
    expect(shares.doneOfDue.formula).toBe('(doneOnTime + doneLate) / (doneOnTime + doneLate + openOverdue)');
    expect(shares.onTimeOfDone.formula).toBe('doneOnTime / (doneOnTime + doneLate)');
    expect(shares.onTimeOfDue.formula).toBe('doneOnTime / (doneOnTime + doneLate + openOverdue)');
    expect(shares.onTimeOfAll.formula).toBe('doneOnTime / total');
    expect(shares.updatedOnSchedule.formula).toBe('(updatesDue - updatesLate) / updatesDue');
  });

  it('of nothing is none, not zero or a hundred', () => {
    const shares = percentagesOf(zeroFigures());
    for (const share of Object.values(shares)) expect(share.value).toBeUndefined();
  });

  it('of several rows are those of their sum, never an average', () => {
    const row = (doneOnTime: number, openOverdue: number) => ({
      figures: { ...zeroFigures(), doneOnTime, openOverdue, total: doneOnTime + openOverdue },
      chargedDays: {},
    });
    const sum = withPercentages('', '', sumOfRows([row(99, 1), row(0, 2)]));
    expect(sum.percentages.doneOfDue).toMatchObject({ value: 97.1, numerator: 99, denominator: 102 });
  });
});

describe('the figures of a balance', () => {
  const before = emptyBalance('2026-11-30');
  const cells = {
    'open:2026-12-01': 1,
    'open:2026-12-02': 2,
    'open:kept': 4,
    'open:none': 8,
    suspended: 16,
    on_time: 32,
    assigned: 63,
  };

  it('tell what is overdue by the day: the day after the last one in time', () => {
    const on = (day: string) => figuresOf('total', before, { day, cells });
    expect(on('2026-12-01')).toMatchObject({
      openOverdue: 1,
      openInTime: 6,
      openNoDeadline: 8,
      suspended: 16,
    });
    expect(on('2026-12-02')).toMatchObject({ openOverdue: 3, openInTime: 4, total: 63, doneOnTime: 32 });
  });
});
