import { expect, test } from 'vitest';
import { parseExpression } from '../../local/cron.ts';

const zone = 'Asia/Ho_Chi_Minh';
const next = (text: string, after: string, timeZone = zone) => {
  const moment = parseExpression(text, timeZone, Date.parse('2026-01-01T00:00:00Z')).after(Date.parse(after));
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

test.each([
  ['cron(30 8 * * ? *)', '2026-11-23T01:29:59Z', '2026-11-23T01:30:00.000Z'],
  ['cron(30 8 * * ? *)', '2026-11-23T01:30:00Z', '2026-11-24T01:30:00.000Z'],
  ['cron(0 0 1 * ? *)', '2026-11-23T00:00:00Z', '2026-11-30T17:00:00.000Z'],
  ['cron(0 9 ? * MON-FRI *)', '2026-11-27T02:00:00Z', '2026-11-30T02:00:00.000Z'],
  ['cron(0/20 9,17 25 JAN,DEC ? 2027)', '2026-12-01T00:00:00Z', '2027-01-25T02:00:00.000Z'],
  ['cron(0/20 9,17 25 JAN,DEC ? 2027)', '2027-01-25T02:40:00Z', '2027-01-25T10:00:00.000Z'],
  ['cron(0 8 29 2 ? *)', '2026-11-23T00:00:00Z', '2028-02-29T01:00:00.000Z'],
  ['cron(0 8 * * ? 2025)', '2026-11-23T00:00:00Z', undefined],
  ['rate(5 minutes)', '2026-01-01T00:07:00Z', '2026-01-01T00:10:00.000Z'],
  ['rate(1 day)', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
  ['at(2026-11-24T08:00:00)', '2026-11-23T00:00:00Z', '2026-11-24T01:00:00.000Z'],
  ['at(2026-11-24T08:00:00)', '2026-11-24T01:00:00Z', undefined],
])('%s after %s is %s', (text, after, expected) => {
  expect(next(text, after)).toBe(expected);
});

test('an hour that the zone skips is read as the hour after it, one that it repeats fires once', () => {
  expect(next('cron(30 2 * * ? *)', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe(
    '2026-03-29T01:30:00.000Z',
  );
  const berlin = (after: string) => next('cron(30 2 * * ? *)', after, 'Europe/Berlin');
  expect(berlin('2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(berlin('2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
});

test.each([
  'cron(* * *)',
  'cron(0 8 L * ? *)',
  'cron(0 25 * * ? *)',
  'rate(0 days)',
  'rate(x)',
  'at(2026-13-01T00:00:00)',
])('%s is refused', (text) => {
  expect(() => parseExpression(text, zone, 0).after(0)).toThrow(RangeError);
});
