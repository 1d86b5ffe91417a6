import { describe, expect, it } from 'vitest';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { deeds } from '../support/deeds.ts';
import { directoryOf, sampleStaff, sampleUnits, unitId } from '../support/organisation.ts';
import { createPlay, type Play } from '../support/play.ts';

const full: NewTask = {
  content: 'Xây dựng phương án sắp xếp nhà, đất',
  product: 'Tờ trình',
  leadUnitIds: ['unt_STC'],
  coordinatingUnitIds: ['unt_SXD'],
  deadline: { workingDays: 10 },
};
const registered = (input: Partial<NewTask>, play = createPlay()) => {
  const [id = ''] = play.assign({ ...full, ...input });
  return play.task(id);
};
const faults = (input: Partial<NewTask>, play: Play = createPlay()) => {
  try {
    play.assign({ ...full, ...input }, { pointer: '/tasks/3' });
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    throw error;
  }
  return [];
};

describe('a task with several leads', () => {
  const leads = ['unt_STC', 'unt_SXD', 'unt_SKHCN'];
  const collective = () => {
    const play = createPlay();
    const ids = play.assign({ ...full, leadUnitIds: leads, coordinatingUnitIds: [] }, { code: '03/NQ/7' });
    return { play, ids };
  };

  it('becomes one child per unit under a parent that has nothing to do itself', () => {
    const { play, ids } = collective();
    const [parent = '', ...children] = ids;
    expect(play.task(parent)).toMatchObject({ collective: true, leadUnitIds: leads, code: '03/NQ/7' });
    expect(play.task(parent).headId).toBeUndefined();
    expect(play.aggregate(parent).obligations).toEqual([]);
    expect(children.map((id) => play.task(id))).toMatchObject([
      { leadUnitId: 'unt_STC', code: '03/NQ/7.1', parentId: parent, headId: 'usr_STC_head' },
      { leadUnitId: 'unt_SXD', code: '03/NQ/7.2', parentId: parent, headId: 'usr_SXD_head' },
      { leadUnitId: 'unt_SKHCN', code: '03/NQ/7.3', parentId: parent, headId: 'usr_SKHCN_head' },
    ]);
    expect(new Set(ids).size).toBe(4);
  });

  it('reminds and urges only those who have not submitted', () => {
    const { play, ids } = collective();
    const [, ...children] = ids;
    play.advanceTo('2026-11-16');
    for (const id of children.slice(0, 2)) {
      const post = play.task(id).leadUnitId.replace('unt_', 'usr_');
      play.act(`${post}_head`, id, deeds.submit, {});
      play.act('usr_VPTU_officer', id, deeds.confirm, {});
    }
    const heard = play.messages.length;
    play.advanceTo('2026-12-02');
    const after = play.messages.slice(heard);
    expect(new Set(after.map((each) => each.taskId))).toEqual(new Set([children[2]]));
    expect(new Set(after.map((each) => each.unitId))).toEqual(new Set(['unt_SKHCN']));
  });

  it('takes no action on the parent but a change or a cancellation', () => {
    const { play, ids } = collective();
    const [parent = ''] = ids;
    const reason = 'x';
    expect(() => play.act('usr_STC_head', parent, deeds.accept, {})).toThrow('collective_task');
    expect(() => play.act('usr_VPTU_head', parent, deeds.suspend, { reason })).toThrow('collective_task');
    play.act('usr_VPTU_head', parent, deeds.cancel, { reason });
    expect(play.task(parent).status).toBe('cancelled');
  });
});

describe('the monitor', () => {
  it('is the one that is named, else that of the field, else nobody', () => {
    expect(registered({ monitorUnitId: 'unt_BDV', field: 'tuyên giáo' }).monitorUnitId).toBe('unt_BDV');
    expect(registered({ field: 'tuyên giáo' }).monitorUnitId).toBe('unt_BTG');
    expect(registered({ field: 'thủy lợi' }).monitorUnitId).toBeUndefined();
    expect(registered({}).monitorUnitId).toBeUndefined();
  });

  it('is never the lead itself', () => {
    expect(registered({ leadUnitIds: ['unt_BTG'], field: 'tuyên giáo' }).monitorUnitId).toBeUndefined();
  });

  it('is the nearest that watches the lead, and exists', () => {
    const units = sampleUnits();
    const [bcs] = units.filter(({ code }) => code === 'BCS-UBND');
    const near = {
      id: unitId('BXD'),
      code: 'BXD',
      name: 'Ban Xây dựng',
      kind: 'monitor' as const,
      parentId: bcs?.id ?? '',
      path: `${bcs?.path}${unitId('BXD')}/`,
      fields: ['tuyên giáo'],
      validFrom: '2020-01-01',
      version: 1,
    };
    const monitorFor = (lead: string, local: typeof near & { validTo?: string }) => {
      const play = createPlay({ directory: directoryOf([...units, local]), staff: sampleStaff(units) });
      return registered({ leadUnitIds: [lead], field: 'tuyên giáo' }, play).monitorUnitId;
    };
    expect(monitorFor('unt_STC', near)).toBe('unt_BXD');
    expect(monitorFor('unt_QU-BADINH', near)).toBe('unt_BTG');
    expect(monitorFor('unt_STC', { ...near, validTo: '2026-11-09' })).toBe('unt_BTG');
    expect(monitorFor('unt_STC', { ...near, validTo: '2026-11-10' })).toBe('unt_BXD');
  });
});

describe('the five clarities', () => {
  it('are all there, or listed', () => {
    expect(registered({}).unclear).toEqual([]);
    expect(registered({ content: 'Báo cáo' }).unclear).toEqual(['task']);
    expect(registered({ coordinatingUnitIds: [] }).unclear).toEqual(['coordination']);
    expect(registered({ deadline: { kind: 'none' } }).unclear).toEqual(['deadline']);
    expect(registered({ deadline: { kind: 'event' } }).unclear).toEqual(['deadline']);
    expect(registered({ deadline: { kind: 'continuous' } }).unclear).toEqual([]);
    expect(registered({ product: undefined }).unclear).toEqual(['product']);
  });

  it('miss the lead while nobody answers for it', () => {
    const play = createPlay();
    play.context.headOf = () => undefined;
    const [id = ''] = play.assign(full, { headOf: () => undefined });
    expect(play.task(id).unclear).toEqual(['lead']);
    expect(play.task(id).headId).toBeUndefined();
  });
});

describe('what cannot be registered', () => {
  it('is refused with every fault of the line', () => {
    const wrong = {
      leadUnitIds: ['unt_NO', 'unt_STC'],
      coordinatingUnitIds: ['unt_STC'],
      monitorUnitId: 'unt_NOR',
      deadline: { date: '2026-11-02' },
    };
    expect(faults(wrong)).toEqual([
      '/tasks/3/leadUnitIds/0 unit_unknown',
      '/tasks/3/coordinatingUnitIds/0 unit_named_twice',
      '/tasks/3/monitorUnitId unit_unknown',
      '/tasks/3/deadline deadline_past',
    ]);
  });

  it('is a unit outside its validity, to the day', () => {
    const lead = (validity: { validFrom?: string; validTo?: string }) => {
      const units = sampleUnits().map((unit) => (unit.code === 'STC' ? { ...unit, ...validity } : unit));
      return faults({}, createPlay({ directory: directoryOf(units) }));
    };
    const fault = ['/tasks/3/leadUnitIds/0 unit_not_valid'];
    expect(lead({ validFrom: '2026-11-10' })).toEqual(fault);
    expect(lead({ validFrom: '2026-11-09' })).toEqual([]);
    expect(lead({ validTo: '2026-11-09' })).toEqual(fault);
    expect(lead({ validTo: '2026-11-10' })).toEqual([]);
  });

  it('is a deadline that cannot be read, or is past and not said to be', () => {
    expect(faults({ deadline: { raw: 'sớm nhất có thể' } })).toEqual([
      '/tasks/3/deadline deadline_unreadable',
    ]);
    expect(faults({ deadline: { date: '2026-11-06' } })).toEqual(['/tasks/3/deadline deadline_past']);
    expect(faults({ deadline: { date: '2026-11-06' }, backfill: true })).toEqual([]);
  });
});

describe('work registered after its deadline', () => {
  it('has its full term to answer, and is urged only then', () => {
    const play = createPlay();
    const [id = ''] = play.assign({ ...full, deadline: { date: '2026-11-06' }, backfill: true });
    expect(play.aggregate(id).obligations).toMatchObject([{ kind: 'accept', due: { date: '2026-11-11' } }]);
    play.advanceTo('2026-11-11');
    expect(play.messages.filter(({ alarm }) => alarm === 'rung')).toEqual([]);
    play.advanceTo('2026-11-12');
    expect(play.task(id)).toMatchObject({ acceptedBySilence: true, rung: 1, urgings: 1 });
  });
});
