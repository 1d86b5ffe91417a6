import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import type { Member } from '../../shared/domain/unit.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { account, sampleStaff } from '../support/organisation.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Due on Monday 2026-11-16, urged for the first time on Tuesday the 17th at 08:00. */
function urged(edit: (staff: Map<string, Member[]>) => void = () => {}) {
  const staff = sampleStaff();
  const play = createPlay({ staff });
  const [id = ''] = play.assign({
    content: 'Rà soát quy hoạch',
    leadUnitIds: ['unt_STC'],
    deadline: { workingDays: 5 },
  });
  play.act('usr_STC_officer', id, deeds.accept, {});
  edit(staff);
  play.advanceTo('2026-11-17', '10:00');
  return { play, id };
}
const row = (play: Play, personId: string, alarm: Message['alarm']): Message => {
  const found = play.messages.findLast((each) => each.personId === personId && each.alarm === alarm);
  if (!found) throw new RangeError(`no ${alarm} for ${personId}`);
  return found;
};
const since = (play: Play, heard: number) => ledgerLines(play.context.calendar, play.messages.slice(heard));
const urgings = (play: Play, id: string) => play.aggregate(id).obligations.flatMap((each) => each.urgings);

describe('a mail that comes back', () => {
  it('is escalated to the next post, and the urging counts while somebody was reached', () => {
    const { play, id } = urged();
    const heard = play.messages.length;
    play.bounce(row(play, 'usr_STC_head', 'rung'));
    expect(since(play, heard)).toEqual(['2026-11-17 10:00 undelivered #1: BCS-UBND_head']);
    expect(urgings(play, id)).toMatchObject([{ number: 1, bounced: ['usr_STC_head'] }]);
    expect(play.task(id).urgings).toBe(1);
  });

  it('reaches the administrators who must correct the address', () => {
    const { play } = urged((staff) => {
      for (const code of ['STC', 'VPTU'])
        staff.set(`unt_${code}`, [...(staff.get(`unt_${code}`) ?? []), account(code, 'admin', ['admin'])]);
    });
    const heard = play.messages.length;
    play.bounce(row(play, 'usr_STC_officer', 'rung'));
    expect(since(play, heard)).toEqual(['2026-11-17 10:00 undelivered #1: STC_head, STC_admin, VPTU_admin']);
  });

  it('to everybody makes the urging not count, and its number is given again', () => {
    const { play, id } = urged((staff) => {
      for (const code of ['BCS-UBND', 'VPTU', 'TT']) staff.set(`unt_${code}`, []);
    });
    play.bounce(row(play, 'usr_STC_officer', 'rung'));
    expect(play.task(id).urgings).toBe(1);
    play.bounce(row(play, 'usr_STC_head', 'rung'));
    expect(play.task(id).urgings).toBe(0);
    play.context.staff = sampleStaff();
    play.advanceTo('2026-11-23');
    expect(play.messages.at(-1)).toMatchObject({ alarm: 'rung', step: 2, urging: 1 });
    expect(play.task(id).urgings).toBe(1);
  });

  it('does not revive an earlier urging that carried the same number', () => {
    const { play, id } = urged((staff) => {
      for (const code of ['STC', 'BCS-UBND', 'VPTU', 'TT']) staff.set(`unt_${code}`, []);
    });
    play.context.staff = sampleStaff();
    play.advanceTo('2026-11-23');
    expect(urgings(play, id).map(({ number, recipients }) => [number, recipients.length])).toEqual([
      [1, 0],
      [1, 2],
    ]);
    play.bounce(row(play, 'usr_STC_officer', 'rung'));
    expect(urgings(play, id)[0]).toMatchObject({ recipients: [], bounced: [] });
    expect(play.task(id).urgings).toBe(1);
  });

  it('about a reminder is escalated too, and counts nothing', () => {
    const { play, id } = urged();
    const heard = play.messages.length;
    play.bounce(row(play, 'usr_STC_officer', 'reminder'));
    expect(since(play, heard)).toEqual(['2026-11-17 10:00 undelivered: STC_head']);
    expect(play.task(id).urgings).toBe(1);
    expect(urgings(play, id)).toMatchObject([{ bounced: [] }]);
  });

  it('about a matter that is closed concerns nobody any more', () => {
    const { play, id } = urged();
    const late = row(play, 'usr_STC_head', 'rung');
    play.act('usr_STC_officer', id, deeds.submit, {});
    const before = play.aggregate(id);
    play.bounce(late);
    expect(play.aggregate(id)).toBe(before);
  });
});
