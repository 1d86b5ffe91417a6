import { describe, expect, it } from 'vitest';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { deeds } from '../support/deeds.ts';
import { createPlay, type Play, type Setting, withoutUpdates } from '../support/play.ts';

/** Given to the party group of the city government on Monday 2026-11-09 and taken on; the departments are below it. */
function begun(setting: Setting = {}) {
  const play = createPlay(setting);
  const [id = ''] = play.assign({
    content: 'Rà soát tài sản công',
    field: 'tài chính',
    leadUnitIds: ['unt_BCS-UBND'],
    deadline: { date: '2026-12-18' },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_BCS-UBND_head', id, deeds.accept, {});
  return { play, id };
}
function cascade(play: Play, id: string, leadUnitIds: string[], more: Partial<NewTask> = {}): string[] {
  const parent = play.task(id);
  return play.assign(
    { content: 'Rà soát tài sản công của ngành', leadUnitIds, ...more },
    { parent, assignerUnitId: parent.leadUnitId, code: parent.code },
  );
}
const codeOf = (unitId: string) => unitId.replace('unt_', '');
function finish(play: Play, id: string, by = 'usr_BCS-UBND_officer'): void {
  const head = `usr_${codeOf(play.task(id).leadUnitId)}_head`;
  if (play.task(id).status === 'assigned') play.act(head, id, deeds.accept, {});
  play.act(head, id, deeds.submit, {});
  play.act(by, id, deeds.confirm, {});
}

describe('what a lead cascades', () => {
  it('is a task for each unit, directly under its own, with its field and last day, confirmed by the lead', () => {
    const { play, id } = begun();
    const children = cascade(play, id, ['unt_STC', 'unt_SXD']);
    expect(children.map((each) => play.task(each))).toMatchObject([
      {
        code: '1.1',
        leadUnitId: 'unt_STC',
        parentId: id,
        assignerUnitId: 'unt_BCS-UBND',
        field: 'tài chính',
      },
      { code: '1.2', leadUnitId: 'unt_SXD', parentId: id, deadline: { original: { date: '2026-12-18' } } },
    ]);
    expect(play.task(id)).toMatchObject({ children: 2, collective: false });
    expect(play.events.at(-1)).toMatchObject({ type: 'cascaded', data: { taskIds: children } });
    const [third = ''] = cascade(play, id, ['unt_SKHCN'], { deadline: { date: '2026-12-01' } });
    expect(play.task(third)).toMatchObject({ code: '1.3', deadline: { current: { date: '2026-12-01' } } });
    play.act('usr_STC_head', children[0] ?? '', deeds.accept, {});
    play.act('usr_STC_head', children[0] ?? '', deeds.submit, {});
    expect(play.aggregate(children[0] ?? '').obligations.at(-1)).toMatchObject({
      ...{ kind: 'confirm', holderUnitId: 'unt_BCS-UBND', state: 'open' },
    });
  });

  it('must be closed before the lead may submit: completed or cancelled', () => {
    const { play, id } = begun();
    const [first = '', second = ''] = cascade(play, id, ['unt_STC', 'unt_SXD']);
    const submit = () => play.act('usr_BCS-UBND_head', id, deeds.submit, {});
    expect(submit).toThrow('children_open');
    finish(play, first);
    expect(submit).toThrow('children_open');
    play.act('usr_BCS-UBND_head', second, deeds.cancel, { reason: 'Đã có ở nhiệm vụ khác' });
    expect(submit().task.status).toBe('submitted');
  });

  it('need not be, where the policy frozen on the duty says so', () => {
    const policy = { ...defaultPolicies.perform.policy, closesWithChildren: false };
    const { play, id } = begun({ policies: { ...defaultPolicies, perform: { policy, overrides: [] } } });
    const [child = ''] = cascade(play, id, ['unt_STC']);
    play.act('usr_BCS-UBND_head', id, deeds.submit, {});
    expect(play.task(child).status).toBe('assigned');
  });

  it('is called off with the task, whatever is closed stays as it was, and again below it', () => {
    const { play, id } = begun();
    const [first = '', second = ''] = cascade(play, id, ['unt_STC', 'unt_SXD']);
    play.act('usr_STC_head', first, deeds.accept, {});
    const [below = ''] = cascade(play, first, ['unt_SKHCN']);
    finish(play, second);
    play.act('usr_TT_head', id, deeds.cancel, { reason: 'Thôi' });
    expect([first, second, below].map((each) => play.task(each).status)).toEqual([
      ...['cancelled', 'completed', 'cancelled'],
    ]);
    const open = play.all().flatMap(({ obligations }) => obligations.filter(({ state }) => state === 'open'));
    expect(open).toEqual([]);
  });
});

describe('a new date of the task above', () => {
  const shared = (play: Play) =>
    play.assign({
      content: 'Các sở rà soát tài sản công',
      leadUnitIds: ['unt_STC', 'unt_SXD', 'unt_SKHCN'],
      deadline: { date: '2026-12-01' },
    });
  const moveTo = (play: Play, id: string, date: string) =>
    play.act('usr_TT_head', id, deeds.change, { deadline: { date }, reason: 'Theo kết luận giao ban' });
  const dates = (play: Play, ids: string[]) => ids.map((id) => play.task(id).deadline.current?.date);

  it.each(['2026-12-11', '2026-11-20'])('moves the children that work to it, alarms and all: %s', (date) => {
    const play = createPlay({ policies: withoutUpdates });
    const [id = '', ...children] = shared(play);
    const [first = ''] = children;
    play.act('usr_STC_head', first, deeds.accept, {});
    moveTo(play, id, date);
    expect(dates(play, children)).toEqual([date, date, date]);
    expect(play.task(first).deadline).toMatchObject({ original: { date: '2026-12-01' }, extensions: 0 });
    const told = play.events.filter(({ type }) => type === 'deadline_followed');
    expect(told.map(({ taskId, data }) => [taskId, data.parentId, data.date])).toEqual(
      children.map((child) => [child, id, date]),
    );
    play.messages.length = 0;
    play.advanceTo(date, '12:00');
    const reminders = play.messages.filter(({ taskId, alarm }) => taskId === first && alarm === 'reminder');
    expect(new Set(reminders.map(({ morning }) => morning))).toContain(date);
    play.advanceTo('2026-12-31');
    const rungs = play.messages.filter(({ taskId, alarm }) => taskId === first && alarm === 'rung');
    expect(rungs.map(({ morning }) => morning).sort()[0]).toBe(
      date === '2026-12-11' ? '2026-12-14' : '2026-11-23',
    );
  });

  it('ends the urging that was under way', () => {
    const play = createPlay();
    const [id = '', first = ''] = shared(play);
    play.act('usr_STC_head', first, deeds.accept, {});
    play.advanceTo('2026-12-03');
    expect(play.task(first)).toMatchObject({ rung: 1, urgings: 1 });
    moveTo(play, id, '2026-12-15');
    play.advanceTo('2026-12-14', '07:00');
    expect(play.task(first)).toMatchObject({ rung: 0, urgings: 1 });
  });

  it('leaves a child alone that has a date of its own, however it came to it', () => {
    const play = createPlay();
    const [id = '', first = '', second = '', third = ''] = shared(play);
    moveTo(play, first, '2026-12-04');
    for (const each of [second, third]) {
      const head = `usr_${codeOf(play.task(each).leadUnitId)}_head`;
      play.act(head, each, deeds.accept, {});
      play.act(head, each, deeds.submit, {});
    }
    const back = (child: string, date: string) =>
      play.act('usr_VPTU_officer', child, deeds.sendBack, { reason: 'r', deadline: { date } });
    back(second, '2026-12-10');
    // Sooner than the deadline: the date of the return is the duty's, the deadline is still that of the whole.
    back(third, '2026-11-20');
    const [own = ''] = cascade(play, id, ['unt_QU-BADINH'], { deadline: { date: '2026-12-07' } });
    moveTo(play, id, '2026-12-15');
    expect(dates(play, [first, second, third, own])).toEqual([
      ...['2026-12-04', '2026-12-10', '2026-12-15', '2026-12-07'],
    ]);
    const open = play.aggregate(third).obligations.find(({ state }) => state === 'open');
    expect(open?.due?.date).toBe('2026-11-20');
  });

  it('reaches what is waiting to be confirmed, and nothing that is closed or suspended', () => {
    const play = createPlay();
    const [id = '', submitted = '', closed = '', suspended = ''] = shared(play);
    play.act('usr_STC_head', submitted, deeds.accept, {});
    play.act('usr_STC_head', submitted, deeds.submit, {});
    finish(play, closed, 'usr_VPTU_officer');
    play.act('usr_TT_head', suspended, deeds.suspend, { reason: 'Chờ' });
    moveTo(play, id, '2026-12-15');
    expect(dates(play, [submitted, closed, suspended])).toEqual(['2026-12-15', '2026-12-01', '2026-12-01']);
    play.act('usr_VPTU_officer', submitted, deeds.confirm, {});
    expect(play.task(submitted).verdict).toMatchObject({ againstOriginal: 'on_time', daysLateCurrent: 0 });
  });

  it('goes down as far as it was inherited, also when it is an extension', () => {
    const { play, id } = begun();
    const [child = '', own = ''] = [
      ...cascade(play, id, ['unt_STC']),
      ...cascade(play, id, ['unt_SXD'], { deadline: { date: '2026-12-16' } }),
    ];
    play.act('usr_STC_head', child, deeds.accept, {});
    const [below = ''] = cascade(play, child, ['unt_SKHCN']);
    play.act('usr_BCS-UBND_head', id, deeds.requestExtension, {
      reason: 'r',
      deadline: { date: '2026-12-25' },
    });
    const [extension] = play.aggregate(id).requests;
    play.act('usr_VPTU_head', id, deeds.decideExtension, {
      extensionId: extension?.id ?? '',
      approved: true,
    });
    expect(dates(play, [id, child, below, own])).toEqual([
      ...['2026-12-25', '2026-12-25', '2026-12-25', '2026-12-16'],
    ]);
    expect(play.task(child).deadline).toMatchObject({ extensions: 0, fromParent: true });
  });
});

describe('a cascaded task that is given to another lead', () => {
  it('leaves nothing of the former lead’s behind; the new one cascades anew', () => {
    const { play, id } = begun();
    const [open = '', done = ''] = cascade(play, id, ['unt_STC', 'unt_SXD']);
    play.act('usr_STC_head', open, deeds.accept, {});
    const [below = ''] = cascade(play, open, ['unt_SKHCN']);
    finish(play, done);
    play.act('usr_VPTU_head', id, deeds.reassign, { leadUnitId: 'unt_QU-BADINH', reason: 'Đúng chức năng' });
    expect([open, done, below].map((each) => play.task(each).status)).toEqual([
      ...['cancelled', 'completed', 'cancelled'],
    ]);
    expect(
      play.events.find(({ taskId, type }) => taskId === open && type === 'cancelled_with_lead'),
    ).toMatchObject({
      data: { parentId: id },
    });
    play.act('usr_QU-BADINH_head', id, deeds.accept, {});
    const [anew = ''] = cascade(play, id, ['unt_STC']);
    expect(play.task(anew)).toMatchObject({
      code: '1.3',
      assignerUnitId: 'unt_QU-BADINH',
      status: 'assigned',
    });
    play.act('usr_TT_head', id, deeds.change, { priority: 'high' });
    expect(play.task(anew).status).toBe('assigned');
  });
});

describe('a collective task', () => {
  const collective = (play: Play) =>
    play.assign({
      content: 'Các sở rà soát tài sản công',
      leadUnitIds: ['unt_STC', 'unt_SXD', 'unt_SKHCN'],
      deadline: { date: '2026-12-01' },
    });

  it('is complete when its last child closes, judged by the last submission', () => {
    const play = createPlay();
    const [id = '', first = '', second = '', third = ''] = collective(play);
    finish(play, first, 'usr_VPTU_officer');
    play.advanceTo('2026-12-03');
    finish(play, second, 'usr_VPTU_officer');
    expect(play.task(id).status).toBe('in_progress');
    play.act('usr_VPTU_officer', third, deeds.cancel, { reason: 'Đã giải thể' });
    expect(play.task(id)).toMatchObject({
      ...{ status: 'completed', closedAt: play.now() },
      verdict: { againstOriginal: 'late', daysLateOriginal: 2 },
    });
    expect(play.events.at(-1)).toMatchObject({ type: 'rolled_up', data: { total: 3, completed: 2 } });
  });

  it('is cancelled when all of it is, and cancels what is open when it is cancelled itself', () => {
    const play = createPlay();
    const [id = '', ...children] = collective(play);
    for (const each of children) play.act('usr_VPTU_officer', each, deeds.cancel, { reason: 'Thôi' });
    expect(play.task(id)).toMatchObject({ status: 'cancelled' });
    const [other = '', ...others] = collective(play);
    finish(play, others[0] ?? '', 'usr_VPTU_officer');
    play.act('usr_VPTU_officer', other, deeds.cancel, { reason: 'Thôi' });
    expect(others.map((each) => play.task(each).status)).toEqual(['completed', 'cancelled', 'cancelled']);
    expect(play.task(other).status).toBe('cancelled');
  });

  it('opens again when a lead is added, and completes again with it', () => {
    const play = createPlay();
    const [id = '', ...children] = collective(play);
    for (const each of children) finish(play, each, 'usr_VPTU_officer');
    expect(play.task(id).status).toBe('completed');
    const [added = ''] = cascade(play, id, ['unt_QU-BADINH'], { deadline: { date: '2026-12-11' } });
    expect(play.task(id)).toMatchObject({ status: 'in_progress', children: 4 });
    expect(play.task(id).verdict).toBeUndefined();
    expect(play.task(id).leadUnitIds).toContain('unt_QU-BADINH');
    finish(play, added, 'usr_VPTU_officer');
    expect(play.task(id).status).toBe('completed');
  });
});
