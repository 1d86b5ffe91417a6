import { expect, test } from 'vitest';
import { onDemand } from '../../shared/clients/on-demand.ts';

test('what is needed on demand is opened by the first use, once, also when two come at the same time', async () => {
  const openings: string[] = [];
  const shout = onDemand(async () => {
    openings.push('opened');
    return async (word: string) => word.toUpperCase();
  });
  expect(openings).toEqual([]);
  expect(await Promise.all([shout('a'), shout('b')])).toEqual(['A', 'B']);
  expect(await shout('c')).toBe('C');
  expect(openings).toEqual(['opened']);
});

test('what could not be opened is opened by the next use', async () => {
  let openings = 0;
  const shout = onDemand(async () => {
    openings++;
    if (openings === 1) throw new Error('not yet');
    return async (word: string) => word.toUpperCase();
  });
  await expect(shout('a')).rejects.toThrow('not yet');
  expect(await shout('b')).toBe('B');
  expect(openings).toBe(2);
});
