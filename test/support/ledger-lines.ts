import type { Calendar } from '../../shared/domain/calendar.ts';
import type { Message } from '../../shared/domain/message.ts';
import { wallClock } from '../../shared/domain/zone.ts';

const pad = (value: number) => String(value).padStart(2, '0');

/**
 * The planned messages, one line per occasion, as a reader would tell them: when they may go out at the earliest, what
 * they are, to whom. `2026-11-25 08:00 rung 1 #1: STC_officer, STC_head`
 */
export function ledgerLines(calendar: Calendar, messages: readonly Message[]): string[] {
  const lines = new Map<string, string[]>();
  for (const each of messages) {
    const { date, ms } = wallClock(calendar.timeZone, each.notBefore);
    const time = `${pad(Math.floor(ms / 3_600_000))}:${pad(Math.floor(ms / 60_000) % 60)}`;
    const step = each.alarm === 'reminder' || each.alarm === 'rung' ? ` ${each.step}` : '';
    const number = each.urging === undefined ? '' : ` #${each.urging}`;
    const line = `${date} ${time} ${each.alarm}${step}${number}`;
    lines.set(line, [...(lines.get(line) ?? []), each.personId.replace('usr_', '')]);
  }
  return [...lines].map(([line, people]) => `${line}: ${people.join(', ')}`);
}
