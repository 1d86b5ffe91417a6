import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { endOfDay, instantAt, localDateOf, nextOpening } from '../../shared/domain/calendar.ts';
import { addDays } from '../../shared/domain/civil-date.ts';

const inZone = (timeZone: string): Calendar => ({
  version: 'test',
  timeZone,
  mode: 'official',
  daysOff: {},
  workedDays: {},
});
const hanoi = inZone('Asia/Ho_Chi_Minh');
const newYork = inZone('America/New_York');

describe('zones', () => {
  it('does not depend on where it runs', () => {
    expect(process.env.TZ).toBe('America/New_York');
    expect(localDateOf(hanoi, '2026-11-23T16:59:59.999Z')).toBe('2026-11-23');
    expect(localDateOf(hanoi, '2026-11-23T17:00:00.000Z')).toBe('2026-11-24');
    expect(instantAt(hanoi, '2026-11-23', '08:00')).toBe('2026-11-23T01:00:00.000Z');
    expect(endOfDay(hanoi, '2026-11-23')).toBe('2026-11-23T17:00:00.000Z');
  });

  it('follows summer time: a day of 23 and one of 25 hours', () => {
    const length = (date: string) =>
      (Date.parse(endOfDay(newYork, date)) - Date.parse(instantAt(newYork, date, '00:00'))) / 3_600_000;
    expect(length('2026-03-08')).toBe(23);
    expect(length('2026-11-01')).toBe(25);
    expect(length('2026-11-02')).toBe(24);
  });

  it('moves a time that is skipped forward, and takes the first of one that comes twice', () => {
    expect(instantAt(newYork, '2026-03-08', '02:30')).toBe('2026-03-08T07:30:00.000Z');
    expect(instantAt(newYork, '2026-11-01', '01:30')).toBe('2026-11-01T05:30:00.000Z');
    expect(instantAt(inZone('Australia/Lord_Howe'), '2026-04-05', '01:45')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('ends a day whose midnight is skipped, and one whose last hour comes twice', () => {
    expect(endOfDay(inZone('Africa/Cairo'), '2026-04-23')).toBe('2026-04-23T22:00:00.000Z');
    expect(endOfDay(inZone('America/Sao_Paulo'), '2018-02-17')).toBe('2018-02-18T03:00:00.000Z');
  });

  it('opens at the wall time on both sides of a change', () => {
    const hours = { open: '08:00', close: '17:00' };
    expect(nextOpening(newYork, hours, '2026-10-30T22:00:00.000Z')).toBe('2026-11-02T13:00:00.000Z');
    expect(nextOpening(newYork, hours, '2026-03-06T23:00:00.000Z')).toBe('2026-03-09T12:00:00.000Z');
  });

  it.each(['8:00', '24:01', '12:60', 'noon', '', '-1:00'])('refuses %j as a wall time', (time) => {
    expect(() => instantAt(hanoi, '2026-11-23', time)).toThrow(RangeError);
  });

  const zones = [
    'Asia/Ho_Chi_Minh',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Africa/Casablanca',
    'Pacific/Chatham',
    'UTC',
  ].map(inZone);
  const anyMoment = fc
    .date({ min: new Date('1975-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('shows the date that the wall shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, (cal, at) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: cal.timeZone, dateStyle: 'short' });
        expect(localDateOf(cal, at)).toBe(shown.format(Date.parse(at)));
      }),
    );
  });

  it('comes back from wall time to the same moment, except in the hour that comes twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, (cal, at) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: cal.timeZone,
          dateStyle: 'short',
          timeStyle: 'short',
        });
        const minute = Math.floor(Date.parse(at) / 60_000) * 60_000;
        const [date = '', time = ''] = shown.format(minute).split(' ');
        const back = Date.parse(instantAt(cal, date, time));
        expect(shown.format(back)).toBe(`${date} ${time}`);
        expect([0, 30 * 60_000, 60 * 60_000]).toContain(minute - back);
      }),
      { numRuns: 300 },
    );
  });

  it('holds every moment between the midnights of its day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, (cal, at) => {
        const date = localDateOf(cal, at);
        expect(endOfDay(cal, addDays(date, -1)) <= at).toBe(true);
        expect(at < endOfDay(cal, date)).toBe(true);
      }),
    );
  });
});
