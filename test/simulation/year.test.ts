import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../support/outcome.ts';
import { faultsOf, leftoversOf } from './invariants.ts';
import { liveThrough, type Year, type YearOptions } from './year.ts';

/** Lives through it, looks at the invariants on the way and at the end, and answers what it has come to. */
async function lived(options: YearOptions): Promise<{ outcome: string[]; crashes: number; mails: number }> {
  const sound = async (year: Year) => expect(await faultsOf(year)).toEqual([]);
  const year = await liveThrough(options, sound);
  const { loop } = year;
  try {
    await sound(year);
    expect(await leftoversOf(year)).toEqual([]);
    const crashes = loop.failures.filter((each) => !each.includes(' api: '));
    return { outcome: await outcomeOf(loop), crashes: crashes.length, mails: loop.mails.length };
  } finally {
    await loop.close();
  }
}

describe('a year in which anything may fail', () => {
  it.for([1, 2, 3])(
    'loses no reminder, sends none twice, and comes to rest: seed %i',
    { timeout: 600_000 },
    async (seed) => {
      const { crashes, mails } = await lived({ seed, days: 365, tasks: 60, faults: true });
      // Otherwise it would prove nothing.
      expect(crashes).toBeGreaterThan(30);
      expect(mails).toBeGreaterThan(300);
    },
  );
});

describe('six weeks', () => {
  const short = { seed: 11, days: 45, tasks: 20 };

  it('come out the same when lived again', { timeout: 300_000 }, async () => {
    const first = await lived({ ...short, faults: true });
    expect(await lived({ ...short, faults: true })).toEqual(first);
  });

  it('pass without a single failure when nothing is disturbed', { timeout: 300_000 }, async () => {
    expect(await lived({ ...short, faults: false })).toMatchObject({ crashes: 0 });
  });
});
