import { describe, expect, it } from 'vitest';
import { deeds } from '../../shared/actions/deeds.ts';
import { contentsOf } from '../support/outcome.ts';
import { begun, withLoop } from './stories.ts';

/** The plain part without the breaks that wrapping put in. */
const flat = (text: string) => text.replaceAll(/\s*\n>?\s*/g, ' ');

describe('an extension granted between the planning of a mail and its sending', () => {
  it('suppresses that mail, since the date has moved, and tells the new date', () =>
    withLoop({}, async (loop) => {
      const id = await begun(loop);
      const { task } = await loop.task(id);
      expect(task.deadline.current?.date).toBe('2026-11-12');
      const reason = 'Chờ số liệu';
      await loop.act('usr_STC_head', id, deeds.requestExtension, {
        reason,
        deadline: { date: '2026-11-20' },
      });
      // Reminders are planned at 08:00 and sent when all of the morning has been gathered, minutes later.
      await loop.advanceTo('2026-11-11', '08:02');
      const [extension] = (await loop.task(id)).requests;
      const decision = { extensionId: extension?.id ?? '', approved: true, reason: 'Hợp lý' };
      await loop.act('usr_VPTU_head', id, deeds.decideExtension, decision);
      await loop.advanceTo('2026-11-11', '17:00');

      const { messages, obligations } = await contentsOf(loop.store);
      const [perform] = obligations.filter(({ kind }) => kind === 'perform');
      const rows = messages
        .filter((row) => row.obligationId === perform?.id && row.morning === '2026-11-11')
        .map(
          ({ personId, alarm, state, stateReason }) => `${personId} ${alarm} ${state} ${stateReason ?? ''}`,
        );
      expect(rows.sort()).toEqual([
        'usr_STC_head notice delivered ',
        'usr_STC_head reminder suppressed date_moved',
        'usr_STC_officer notice delivered ',
        'usr_STC_officer reminder suppressed date_moved',
      ]);
      const told = loop.mails.filter(({ to, at }) => to === 'head.stc@example.vn' && at >= '2026-11-11');
      expect(told).toHaveLength(1);
      const text = flat(told[0]?.text ?? '');
      expect(text).toContain('Thời hạn được gia hạn đến thứ Sáu, ngày 20/11/2026.');
      expect(text).toContain('Hợp lý');
    }));
});

describe('what mails say of requests', () => {
  it('the question and the interim answer to whoever must answer and to whoever asked', () =>
    withLoop({}, async (loop) => {
      const id = await begun(loop);
      await loop.act('usr_STC_officer', id, deeds.raiseProposal, { text: 'Nguồn vốn nào?', blocking: true });
      await loop.advanceTo('2026-11-10', '16:00');
      const to = (address: string, from: string) =>
        loop.mails.filter((mail) => mail.to === address && mail.at >= from).map(({ text }) => flat(text));
      const [asked] = to('officer.vptu@example.vn', '2026-11-10');
      expect(asked).toContain('Nguồn vốn nào?');
      expect(asked).toContain('không tính cho Sở Tài chính');
      const [proposal] = (await loop.task(id)).requests;
      const answer = { proposalId: proposal?.id ?? '', text: 'Đang hỏi Bộ', interim: true };
      await loop.advanceTo('2026-11-11', '10:00');
      await loop.act('usr_VPTU_officer', id, deeds.answerProposal, answer);
      await loop.advanceTo('2026-11-17', '10:00');
      // The unit had its mail of the 11th at eight, and hears of the answer with that of the 12th.
      const [forLead] = to('officer.stc@example.vn', '2026-11-12');
      expect(forLead).toContain('Văn phòng Thành ủy trả lời bước đầu ngày 11/11/2026');
      expect(forLead).toContain('Đang hỏi Bộ');
      const [forOffice] = to('officer.vptu@example.vn', '2026-11-12');
      expect(forOffice).toContain('Trả lời bước đầu ngày 11/11/2026: Đang hỏi Bộ');
    }));
});
