import { describe, expect, it } from 'vitest';
import { addressees, officeOf, unitsToAsk } from '../../shared/domain/addressees.ts';
import type { Audience } from '../../shared/domain/policy-model.ts';
import type { Member } from '../../shared/domain/unit.ts';
import { deeds } from '../support/deeds.ts';
import { account, directoryOf, sampleStaff, sampleUnits } from '../support/organisation.ts';
import { createPlay } from '../support/play.ts';

const date = '2026-11-09';

/** One task led by STC (below BCS-UBND), monitored by BNC; `edit` changes who holds which post. */
function found(
  audience: Audience[],
  edit: (staff: Map<string, Member[]>) => void = () => {},
  holderUnitId = 'unt_STC',
) {
  const staff = sampleStaff();
  const play = createPlay({ staff });
  const [id = ''] = play.assign({
    content: 'Rà soát',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline: { workingDays: 5 },
  });
  edit(staff);
  const matter = { task: play.task(id), holderUnitId };
  // Only what `unitsToAsk` names is known when an alarm fires: a walk that looks further finds nobody.
  const asked = new Map(
    unitsToAsk(play.context.directory, matter, date).map((unit) => [unit, staff.get(unit) ?? []]),
  );
  const to = addressees(play.context.directory, asked, matter, audience, date);
  return to.map(({ userId, reason }) => `${userId.replace('usr_', '')} ${reason}`);
}
const vacant = (unit: string, post: string) => (staff: Map<string, Member[]>) =>
  void staff.set(
    `unt_${unit}`,
    (staff.get(`unt_${unit}`) ?? []).filter((each) => !each.userId.endsWith(post)),
  );
const join = (unit: string, post: string, roles: Member['roles']) => (staff: Map<string, Member[]>) =>
  void staff.set(`unt_${unit}`, [...(staff.get(`unt_${unit}`) ?? []), account(unit, post, roles)]);
const both =
  (...edits: ((staff: Map<string, Member[]>) => void)[]) =>
  (staff: Map<string, Member[]>) => {
    for (const edit of edits) edit(staff);
  };
const silent =
  (unit: string, post: string, why: 'bounced' | 'complained') => (staff: Map<string, Member[]>) =>
    void staff.set(
      `unt_${unit}`,
      (staff.get(`unt_${unit}`) ?? []).map((each) =>
        each.userId.endsWith(post) ? { ...each, unreachable: why } : each,
      ),
    );

describe('posts', () => {
  it('are those of the holder, the monitor, the office, the authority and the unit above', () => {
    expect(found(['officer', 'head'])).toEqual(['STC_officer holder', 'STC_head head']);
    expect(found(['monitor'])).toEqual(['BNC_officer monitor']);
    expect(found(['office'])).toEqual(['VPTU_officer office']);
    expect(found(['authority'])).toEqual(['TT_head authority']);
    expect(found(['parentHead'])).toEqual(['BCS-UBND_head superior']);
  });

  it('are written to once, for the first reason', () => {
    expect(found(['head', 'parentHead', 'head', 'parentHead'])).toEqual([
      'STC_head head',
      'BCS-UBND_head superior',
    ]);
  });

  it('may be held by several people, or the one whom the task names', () => {
    const second = join('STC', 'head2', ['head']);
    expect(found(['head'], second)).toEqual(['STC_head head']);
    const other = both(vacant('STC', '_head'), second, join('STC', 'head3', ['head']));
    expect(found(['head'], other)).toEqual(['STC_head2 head', 'STC_head3 head']);
  });

  it('of a viewer or an administrator are none', () => {
    const edit = both(
      vacant('STC', 'officer'),
      join('STC', 'guest', ['viewer']),
      join('STC', 'admin', ['admin']),
    );
    expect(found(['officer'], edit)).toEqual(['STC_head head']);
  });
});

describe('the office of a branch', () => {
  const units = sampleUnits();
  const [branch] = units.filter(({ code }) => code === 'BCS-UBND');
  const local = {
    id: 'unt_VPUB',
    code: 'VPUB',
    name: 'Văn phòng UBND',
    kind: 'office' as const,
    parentId: 'unt_BCS-UBND',
    path: `${branch?.path}unt_VPUB/`,
    fields: [],
    validFrom: '2020-01-01',
    version: 1,
  };
  const officeFor = (assignerUnitId: string, holder: string) =>
    officeOf(directoryOf([...units, local]), { assignerUnitId }, holder, date);

  it('is the focal point of what the branch assigns, not of what comes from above it', () => {
    expect(officeFor('unt_BCS-UBND', 'unt_STC')).toBe('unt_VPUB');
    expect(officeFor('unt_TT', 'unt_STC')).toBe('unt_VPTU');
    expect(officeFor('unt_TT', 'unt_QU-BADINH')).toBe('unt_VPTU');
  });

  it('answers to the office above it', () => {
    expect(officeFor('unt_TT', 'unt_VPUB')).toBe('unt_VPTU');
    expect(officeFor('unt_BCS-UBND', 'unt_VPUB')).toBe('unt_VPTU');
  });
});

describe('a vacant post', () => {
  const noHead = vacant('STC', 'head');
  const nobody = both(noHead, vacant('STC', 'officer'));
  const noneAbove = vacant('BCS-UBND', 'head');
  const noOffice = both(vacant('VPTU', 'head'), vacant('VPTU', 'officer'));
  const walks: [string, (staff: Map<string, Member[]>) => void, Audience[], string[]][] = [
    ['officer -> head', vacant('STC', 'officer'), ['officer'], ['STC_head head']],
    ['head -> deputy', both(noHead, join('STC', 'deputy', ['deputy'])), ['head'], ['STC_deputy head']],
    ['head -> head of the unit above', noHead, ['head'], ['BCS-UBND_head superior']],
    ['officer and head -> head of the unit above', nobody, ['officer'], ['BCS-UBND_head superior']],
    [
      'head above -> its deputy',
      both(noHead, noneAbove, join('BCS-UBND', 'deputy', ['deputy'])),
      ['head'],
      ['BCS-UBND_deputy superior'],
    ],
    ['nobody above -> office', both(nobody, noneAbove), ['officer', 'head'], ['VPTU_officer office']],
    [
      'no officer there -> head of the office',
      both(nobody, noneAbove, vacant('VPTU', 'officer')),
      ['head'],
      ['VPTU_head office'],
    ],
    ['no office -> authority', both(nobody, noneAbove, noOffice), ['head'], ['TT_head authority']],
    ['nobody anywhere', both(nobody, noneAbove, noOffice, vacant('TT', 'head')), ['officer', 'head'], []],
    ['monitor’s officer -> its head', vacant('BNC', 'officer'), ['monitor'], ['BNC_head monitor']],
    [
      'no monitor staff -> nobody in its place',
      both(vacant('BNC', 'officer'), vacant('BNC', 'head')),
      ['monitor'],
      [],
    ],
  ];
  it.each(walks)('%s', (_, edit, audience, expected) => {
    expect(found(audience, edit)).toEqual(expected);
  });

  it('of the office itself is answered for by the authority', () => {
    expect(found(['head'], noOffice, 'unt_VPTU')).toEqual(['TT_head authority']);
    expect(found(['parentHead'], undefined, 'unt_VPTU')).toEqual(['TT_head authority']);
  });
});

describe('an address that cannot be written to', () => {
  it('makes a post as good as vacant, by a bounce or a complaint', () => {
    expect(found(['head'], silent('STC', 'head', 'bounced'))).toEqual(['BCS-UBND_head superior']);
    expect(found(['officer'], silent('STC', 'officer', 'complained'))).toEqual(['STC_head head']);
  });

  it('missing altogether likewise', () => {
    const blank = (staff: Map<string, Member[]>) =>
      void staff.set('unt_STC', [
        { ...account('STC', 'officer', ['officer']), email: '' },
        account('STC', 'head', ['head']),
      ]);
    expect(found(['officer'], blank)).toEqual(['STC_head head']);
  });
});

describe('an urging that reached nobody', () => {
  const overdue = (edit: (staff: Map<string, Member[]>) => void) => {
    const staff = sampleStaff();
    const play = createPlay({ staff });
    const [id = ''] = play.assign({
      content: 'Rà soát',
      leadUnitIds: ['unt_STC'],
      deadline: { workingDays: 5 },
    });
    play.act('usr_STC_officer', id, deeds.accept, {});
    edit(staff);
    play.advanceTo('2026-11-18');
    return { play, id, staff };
  };
  const empty = (staff: Map<string, Member[]>) => {
    for (const unit of ['STC', 'BCS-UBND', 'VPTU', 'TT']) staff.set(`unt_${unit}`, []);
  };

  it('is taken as a rung, does not count, and its number is given again', () => {
    const { play, id, staff } = overdue(empty);
    expect(play.task(id)).toMatchObject({ urgings: 0, rung: 1 });
    for (const [unit, members] of sampleStaff()) staff.set(unit, members);
    play.advanceTo('2026-11-23');
    expect(play.task(id)).toMatchObject({ urgings: 1, rung: 2 });
    expect(play.messages.at(-1)).toMatchObject({ alarm: 'rung', step: 2, urging: 1 });
  });

  it('by a person is refused', () => {
    const { play, id, staff } = overdue(empty);
    const officer = account('VPTU', 'officer', ['officer']);
    staff.set('unt_VPTU', [{ ...officer, unreachable: 'bounced' }]);
    expect(() => play.act('usr_VPTU_officer', id, deeds.urge, {})).toThrow('nobody_to_urge');
  });
});
