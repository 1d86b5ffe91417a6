import { describe, expect, it } from 'vitest';
import { deeds } from '../../shared/actions/deeds.ts';
import { nameSubstitute } from '../../shared/actions/substitutes.ts';
import { orderSuccession } from '../../shared/actions/succession.ts';
import type { Strike, Strikes } from '../support/crashes.ts';
import type { LoopSetting } from '../support/loop.ts';
import type { Fate } from '../support/services.ts';
import { begun, directive, forgetNext, play, type Story } from './stories.ts';

/**
 * Issue 2: an injected failure between any two writes of relay, remind, escalate and the mail sender, followed by
 * redelivery, ends in the same state as no failure, with no mail lost and none doubled.
 *
 * Each story is played once undisturbed, which names all outward calls (writes to the table, messages, schedules,
 * executions, mails) of every function. Then it is played again for every one of them with the process killed there:
 * before the call is made, and after it is made but before the answer is known.
 */

/** A life with everything in it: reminded, urged twice, a dead address found, returned, done again, confirmed. */
const wholeLife: Story = async (loop) => {
  const id = await begun(loop);
  await loop.advanceTo('2026-11-19', '12:00');
  await loop.act('usr_STC_head', id, deeds.submit, {});
  await loop.advanceTo('2026-11-20', '10:00');
  const deadline = { kind: 'date' as const, date: '2026-11-26' };
  await loop.act('usr_VPTU_officer', id, deeds.returnSubmission, { reason: 'Chưa đủ hồ sơ', deadline });
  await loop.advanceTo('2026-11-23', '10:00');
  await loop.act('usr_STC_head', id, deeds.submit, {});
  await loop.advanceTo('2026-11-23', '12:00');
  await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
  await loop.advanceTo('2026-12-31');
};

/** From the first urging on the officer's mails come back, half an hour later. */
const deadAddress: Fate = ({ to, at }) =>
  to === 'officer.stc@example.vn' && at > '2026-11-13'
    ? { kind: 'bounced', after: 1800 }
    : { kind: 'delivered', after: 5 };

/** Nobody accepts, somebody urges by hand at night, the date is moved, the task is suspended, resumed and cancelled. */
const unquietLife: Story = async (loop) => {
  const [id = ''] = await loop.register('usr_VPTU_officer', directive([{ deadline: { workingDays: 5 } }]));
  await loop.advanceTo('2026-11-12', '21:00');
  await loop.act('usr_BNC_officer', id, deeds.urge, { note: 'Đề nghị khẩn trương' });
  await loop.advanceTo('2026-11-13', '10:00');
  const deadline = { kind: 'date' as const, date: '2026-11-20' };
  await loop.act('usr_VPTU_officer', id, deeds.change, { reason: 'Theo đề nghị của Sở', deadline });
  await loop.advanceTo('2026-11-18', '10:00');
  await loop.act('usr_VPTU_officer', id, deeds.suspend, { reason: 'Chờ ý kiến' });
  await loop.advanceTo('2026-11-23', '10:00');
  await loop.act('usr_VPTU_officer', id, deeds.resume, {});
  await loop.advanceTo('2026-12-01', '10:00');
  await loop.act('usr_VPTU_officer', id, deeds.cancel, { reason: 'Không còn cần thiết' });
  await loop.advanceTo('2026-12-10');
};

/**
 * A blocking question is reminded of, urged, answered for now and for good; an extension is asked for when the ladder has begun,
 * granted, asked for again and superseded.
 */
const askingLife: Story = async (loop) => {
  const id = await begun(loop);
  await loop.act('usr_STC_officer', id, deeds.raiseProposal, { text: 'Nguồn vốn?', blocking: true });
  await loop.advanceTo('2026-11-17', '10:00');
  const [proposal] = (await loop.task(id)).requests;
  const proposalId = proposal?.id ?? '';
  const interim = { proposalId, text: 'Đang lấy ý kiến', interim: true };
  await loop.act('usr_VPTU_officer', id, deeds.answerProposal, interim);
  await loop.advanceTo('2026-11-23', '10:00');
  await loop.act('usr_VPTU_officer', id, deeds.answerProposal, { proposalId, text: 'Vốn sự nghiệp' });
  const later = (date: string) => ({ reason: 'Chậm số liệu', deadline: { date } });
  await loop.act('usr_STC_head', id, deeds.requestExtension, later('2026-12-11'));
  await loop.advanceTo('2026-11-25', '10:00');
  const extension = (await loop.task(id)).requests.find((each) => each.kind === 'extension');
  const decision = { extensionId: extension?.id ?? '', approved: true };
  await loop.act('usr_VPTU_officer', id, deeds.decideExtension, decision);
  await loop.advanceTo('2026-12-08', '10:00');
  await loop.act('usr_STC_head', id, deeds.requestExtension, later('2026-12-18'));
  await loop.advanceTo('2026-12-10', '10:00');
  await loop.act('usr_STC_head', id, deeds.submit, {});
  await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
  await loop.advanceTo('2026-12-20');
};

/** What AWS loses, the sweep finds: a schedule, a state machine, the next action of an obligation, a mail job. */
const mendedLife: Story = async (loop) => {
  const id = await begun(loop);
  loop.scheduler.waiting.clear();
  await loop.advanceTo('2026-11-13', '12:00');
  for (const name of loop.machine.executions.keys()) loop.machine.kill(name);
  await loop.advanceTo('2026-11-19', '21:00');
  await loop.act('usr_BNC_officer', id, deeds.urge, {});
  await forgetNext(loop, id);
  await loop.advanceTo('2026-11-30', '12:00');
};

type Point = { call: string; when: Strike };

/** Plays the story with a crash at each point; what differs from the undisturbed outcome, in lines with - and +. */
async function differences(
  { story, setting }: Scene,
  expected: string[],
  points: readonly Point[],
): Promise<string[]> {
  const left = new Map(points.map(({ call, when }) => [call, when]));
  const strikes = (call: string) => {
    const when = left.get(call);
    left.delete(call);
    return when;
  };
  const { outcome } = await play(story, { ...setting, strikes });
  return [
    ...[...left.keys()].map((call) => `never made: ${call}`),
    ...expected.filter((line) => !outcome.includes(line)).map((line) => `- ${line}`),
    ...outcome.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`),
  ];
}

const functions = ['relay', 'remind', 'escalate', 'mail', 'feedback', 'close'];
/** No invocation makes so many calls that two of one group could fall into it. */
const apart = 12;

/** With CRASHES=each every point has a run of its own (minutes); else points of different invocations share one. */
function groupsOf(calls: readonly string[], when: Strike, each: boolean): Point[][] {
  const points = calls.map((call) => ({ call, when }));
  if (each) return points.map((point) => [point]);
  return Array.from({ length: apart }, (_, g) => points.filter((_, i) => i % apart === g));
}

type Scene = { story: Story; setting: LoopSetting; least: number };
/**
 * Work that several share: a collective task that its last child completes, one that is called off with its children, coordinating
 * units that are asked, and a weekly report whose next occurrence opens when one is handed in and when one falls due.
 */
const sharedLife: Story = async (loop) => {
  const both = { leadUnitIds: ['unt_STC', 'unt_SXD'], deadline: { workingDays: 3 } };
  const weekly = { coordinatingUnitIds: ['unt_SXD'], deadline: { raw: 'định kỳ hằng tuần' } };
  const ids = await loop.register('usr_VPTU_officer', directive([both, both, weekly]));
  const [, first = '', second = '', off = '', , , report = ''] = ids;
  await loop.advanceTo('2026-11-10', '10:00');
  await loop.act('usr_STC_head', first, deeds.accept, {});
  await loop.act('usr_STC_head', first, deeds.submit, {});
  await loop.act('usr_STC_head', report, deeds.accept, {});
  await loop.act('usr_STC_officer', report, deeds.askContribution, { text: 'Gửi số liệu' });
  await loop.act('usr_VPTU_officer', off, deeds.cancel, { reason: 'Trùng' });
  await loop.advanceTo('2026-11-11', '10:00');
  const [asked] = (await loop.task(report)).requests;
  const answer = { contributionId: asked?.id ?? '', text: 'Kèm theo' };
  await loop.act('usr_SXD_head', report, deeds.contribute, answer);
  await loop.act('usr_STC_head', report, deeds.submit, {});
  await loop.act('usr_VPTU_officer', report, deeds.confirm, {});
  await loop.act('usr_SXD_head', second, deeds.accept, {});
  await loop.act('usr_SXD_head', second, deeds.submit, {});
  await loop.act('usr_VPTU_officer', first, deeds.confirm, {});
  await loop.act('usr_VPTU_officer', second, deeds.confirm, {});
  await loop.advanceTo('2026-11-23', '10:00');
  const { task } = await loop.task(report);
  const following = await loop.task(task.occurrence?.next ?? '');
  const last = following.task.occurrence?.next ?? '';
  for (const id of [following.task.id, last])
    await loop.act('usr_VPTU_officer', id, deeds.cancel, { reason: 'Thôi' });
  await loop.advanceTo('2026-11-30');
};

/**
 * A date for all of several leads is moved, one of them having had its own; and a unit's work is given to another one after it
 * was cascaded two levels down.
 */
const parentsLife: Story = async (loop) => {
  const shared = { leadUnitIds: ['unt_STC', 'unt_SXD', 'unt_BNC'], monitorUnitId: 'unt_VPTU' };
  const lines = [
    { ...shared, deadline: { workingDays: 3 } },
    { leadUnitIds: ['unt_BCS-UBND'], deadline: { workingDays: 9 } },
  ];
  const [id = '', first = '', , own = '', above = ''] = await loop.register(
    'usr_VPTU_officer',
    directive(lines),
  );
  await loop.advanceTo('2026-11-10', '10:00');
  await loop.act('usr_STC_head', first, deeds.accept, {});
  const moved = (date: string) => ({ deadline: { date }, reason: 'Theo kết luận giao ban' });
  await loop.act('usr_VPTU_officer', own, deeds.change, moved('2026-11-17'));
  await loop.act('usr_BCS-UBND_head', above, deeds.accept, {});
  const child = await loop.cascade('usr_BCS-UBND_officer', above, ['unt_STC']);
  await loop.act('usr_STC_head', child, deeds.accept, {});
  await loop.advanceTo('2026-11-13', '10:00');
  await loop.act('usr_VPTU_officer', id, deeds.change, moved('2026-11-20'));
  await loop.advanceTo('2026-11-16', '10:00');
  await loop.act('usr_VPTU_officer', above, deeds.reassign, {
    leadUnitId: 'unt_SXD',
    reason: 'Đúng chức năng',
  });
  await loop.advanceTo('2026-12-01');
};

/** A shortcoming is urged to be corrected and a coordinating unit to do its part, both answered late; an inspection concludes. */
const correctedLife: Story = async (loop) => {
  const id = await begun(loop, { coordinatingUnitIds: ['unt_SXD'], deadline: { workingDays: 5 } });
  const deadline = { workingDays: 1 };
  await loop.act('usr_BNC_officer', id, deeds.demandRectification, { demand: 'Chưa phân công', deadline });
  await loop.act('usr_STC_officer', id, deeds.askContribution, { text: 'Gửi số liệu', deadline });
  await loop.advanceTo('2026-11-13', '10:00');
  const { requests } = await loop.task(id);
  const idOf = (kind: string) => requests.find((each) => each.kind === kind)?.id ?? '';
  const corrected = { rectificationId: idOf('rectification'), text: 'Đã phân công' };
  await loop.act('usr_STC_head', id, deeds.answerRectification, corrected);
  const part = { contributionId: idOf('contribution'), text: 'Kèm theo' };
  await loop.act('usr_SXD_officer', id, deeds.contribute, part);
  await loop.advanceTo('2026-11-17', '10:00');
  const found = {
    nature: 'Chậm',
    degree: 'minor' as const,
    cause: 'Chủ quan',
    responsibility: 'Người đứng đầu',
  };
  await loop.act('usr_VPTU_officer', id, deeds.conclude, found);
  await loop.advanceTo('2026-11-19', '10:00');
  await loop.act('usr_STC_head', id, deeds.submit, {});
  await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
  await loop.advanceTo('2026-11-27');
};

/** While its head is away the duty is reminded of and urged; who stands in hands it in; it is returned when the head is back. */
const absentHeadsLife: Story = async (loop) => {
  const id = await begun(loop);
  const place = { unitId: 'unt_STC', userId: 'usr_STC_head' };
  const away = { userId: 'usr_BCS-UBND_officer', from: '2026-11-11', to: '2026-11-17' };
  await loop.order('usr_STC_head', away, (world, principal, command) =>
    nameSubstitute(world, principal, command, place, {}),
  );
  await loop.advanceTo('2026-11-17', '10:00');
  await loop.act('usr_BCS-UBND_officer', id, deeds.submit, {});
  await loop.advanceTo('2026-11-18', '10:00');
  const deadline = { kind: 'date' as const, date: '2026-11-19' };
  await loop.act('usr_VPTU_officer', id, deeds.returnSubmission, { reason: 'Chưa đủ hồ sơ', deadline });
  await loop.advanceTo('2026-11-23', '10:00');
  await loop.act('usr_STC_head', id, deeds.submit, {});
  await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
  await loop.advanceTo('2026-11-30');
};

/** A unit is merged into another one while one of its duties is urged and another one is not yet due. */
const mergedUnitsLife: Story = async (loop) => {
  const id = await begun(loop);
  await loop.register('usr_VPTU_officer', directive([{ deadline: { workingDays: 12 } }]));
  const merger = { kind: 'merge' as const, on: '2026-11-16', into: ['unt_SXD'], reason: 'Sắp xếp bộ máy' };
  await loop.order('usr_admin', merger, (world, principal, command) =>
    orderSuccession(world, principal, command, 'unt_STC', {
      answer: () => ({ status: 201, headers: {}, body: '' }),
    }),
  );
  await loop.advanceTo('2026-11-23', '10:00');
  await loop.act('usr_SXD_head', id, deeds.submit, {});
  await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
  await loop.advanceTo('2026-12-01');
};

const scenes: Record<string, Scene> = {
  'a life whose head is away': { story: absentHeadsLife, setting: { sweepsOn: () => false }, least: 60 },
  'a life of units that are merged': {
    story: mergedUnitsLife,
    setting: { sweepsOn: (date) => date === '2026-11-16' },
    least: 60,
  },
  'a life with shortcomings': { story: correctedLife, setting: { sweepsOn: () => false }, least: 60 },
  'a life under a parent': { story: parentsLife, setting: { sweepsOn: () => false }, least: 60 },
  'a life that several share': { story: sharedLife, setting: { sweepsOn: () => false }, least: 60 },
  'a whole life': { story: wholeLife, setting: { fate: deadAddress, sweepsOn: () => false }, least: 100 },
  'a life with questions': { story: askingLife, setting: { sweepsOn: () => false }, least: 80 },
  'an unquiet life': {
    story: unquietLife,
    setting: { sweepsOn: (date) => date === '2026-11-13' || date === '2026-11-27' },
    least: 60,
  },
  'a life that the sweep must mend': { story: mendedLife, setting: {}, least: 60 },
};

describe.for(Object.entries(scenes))('a crash at any outward call in %s', ([, scene]) => {
  it('leaves no trace in the end', { timeout: 900_000 }, async () => {
    const undisturbed = await play(scene.story, scene.setting);
    expect(undisturbed.failures).toEqual([]);
    const calls = [...new Set(undisturbed.calls)].filter((call) =>
      functions.some((fn) => call.startsWith(`${fn}: `)),
    );
    expect(calls.length).toBeGreaterThan(scene.least);
    for (const when of ['before', 'after'] as const) {
      for (const points of groupsOf(calls, when, process.env.CRASHES === 'each')) {
        const found = await differences(scene, undisturbed.outcome, points);
        if (found.length === 0) continue;
        // Which one it was.
        for (const point of points)
          expect(await differences(scene, undisturbed.outcome, [point]), `${when} ${point.call}`).toEqual([]);
        expect(found, `${when} ${points.map(({ call }) => call).join(', ')}`).toEqual([]);
      }
    }
  });
});

describe('a crash at the calls that finish a large creation', () => {
  /** 34 tasks of three items each are more than a transaction holds. The request dies as soon as they are visible. */
  const lines = Array.from({ length: 34 }, () => ({ deadline: { workingDays: 8 } }));
  const scene = (more: Strikes): Scene => ({
    story: async (loop) => {
      await expect(loop.register('usr_VPTU_officer', directive(lines))).rejects.toThrow('DIR#');
      await loop.advanceTo('2026-11-09', '12:00');
    },
    setting: {
      strikes: (call) => (call.startsWith('api: ') && call.includes(' DIR#') ? 'after' : more(call)),
    },
    least: 0,
  });

  it('leaves no trace in the end', { timeout: 300_000 }, async () => {
    const undisturbed = await play(scene(() => undefined).story, scene(() => undefined).setting);
    const calls = undisturbed.calls.filter((call) => call.startsWith('relay: ') && call.includes('Update'));
    expect(calls.length).toBeGreaterThan(100);
    // All marks are taken off alike: the first, the last, and some of those between.
    const chosen = calls.filter((_, i) => i < 2 || i > calls.length - 3 || i % 60 === 0);
    for (const call of chosen) {
      for (const when of ['before', 'after'] as const) {
        let struck = false;
        const { story, setting } = scene((name) => {
          if (struck || name !== call) return undefined;
          struck = true;
          return when;
        });
        const { outcome } = await play(story, setting);
        expect(struck && outcome, `crash ${when} ${call}`).toEqual(undisturbed.outcome);
      }
    }
    expect(undisturbed.outcome).toContain('marked 0');
  });
});
