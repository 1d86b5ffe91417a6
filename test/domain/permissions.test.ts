import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  authorise,
  mayRead,
  notOwnWork,
  type Party,
  type Principal,
  partiesOf,
  permissions,
  type TaskAction,
} from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { type TaskStatus, taskStatus } from '../../shared/domain/task.ts';
import { type Role, role } from '../../shared/domain/unit.ts';
import { permissionTable } from '../../tools/permission-table.ts';
import { account, directoryOf, sampleUnits, unitId } from '../support/organisation.ts';

const directory = directoryOf(sampleUnits());
const task = {
  id: 'tsk_1',
  leadUnitId: 'unt_STC',
  coordinatingUnitIds: ['unt_QU-BADINH'],
  monitorUnitId: 'unt_BNC',
  assignerUnitId: 'unt_DD-HDND',
  field: 'tuyên giáo',
  collective: false,
};
const actions = Object.keys(permissions).filter((name): name is TaskAction => name in permissions);
/** A unit that is exactly this to the task. */
const unitOfParty: [Party | 'nobody', string][] = [
  ['lead', 'STC'],
  ['coordinating', 'QU-BADINH'],
  ['superior', 'BCS-UBND'],
  ['assigner', 'DD-HDND'],
  ['monitor', 'BNC'],
  ['monitor', 'BTG'],
  ['office', 'VPTU'],
  ['authority', 'BTV'],
  ['inspector', 'UBKT'],
  ['nobody', 'SXD'],
];
const person = (...places: [code: string, role: Role][]): Principal => ({
  userId: 'usr_1',
  administrator: false,
  memberships: places.map(([code, post]) => account(code, 'x', [post])),
});
const answer = (who: Principal, action: TaskAction, status: TaskStatus, subject: object = {}) => {
  try {
    authorise(directory, who, action, { ...task, ...subject, status });
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

/** What the table says of one post alone. */
function tabled(party: Party | 'nobody', post: Role, action: TaskAction, status: TaskStatus): string {
  const parties: Party[] = [
    ...(party === 'nobody' ? [] : [party]),
    ...(post === 'admin' ? ['administrator' as const] : []),
  ];
  if (parties.length === 0) return 'task_not_found';
  if (party === 'lead' && notOwnWork.includes(action)) return 'own_work';
  const rule = permissions[action];
  if (!parties.some((each) => rule.parties[each]?.includes(post))) return 'forbidden';
  return rule.from.includes(status) ? 'ok' : 'wrong_state';
}

describe('the permission table', () => {
  it.each(unitOfParty)('answers %s (%s) for every role, action and state', (party, code) => {
    const wrong: string[] = [];
    for (const post of role.options)
      for (const action of actions)
        for (const status of taskStatus.options) {
          const expected = tabled(party, post, action, status);
          const got = answer(person([code, post]), action, status);
          if (got !== expected) wrong.push(`${post} ${action} ${status}: ${got}, not ${expected}`);
        }
    expect(wrong).toEqual([]);
  });

  it.each(unitOfParty)('sees %s in %s, and in no more', (party, code) => {
    const expected = party === 'nobody' ? [] : [party];
    expect(partiesOf(directory, account(code, 'x', ['officer']), task)).toEqual(expected);
  });

  it('lets nobody act on what is closed, but to add leads to a collective task and to record an inspection', () => {
    const closed: TaskStatus[] = ['completed', 'cancelled'];
    expect(
      actions.filter((action) => closed.some((status) => permissions[action].from.includes(status))),
    ).toEqual(['conclude', 'addLeads']);
  });

  it('gives viewers and inspectors no action, and the lead none that judges', () => {
    const allowed = actions.flatMap((action) => Object.values(permissions[action].parties));
    expect(allowed.some((roles) => roles.includes('viewer'))).toBe(false);
    expect(actions.filter((action) => permissions[action].parties.inspector)).toEqual([]);
    const ofLead = actions.filter((action) => permissions[action].parties.lead);
    expect(ofLead).toEqual([
      ...['accept', 'dispute', 'progress', 'submit'],
      ...[
        'requestExtension',
        'raiseProposal',
        'appealProposal',
        'cascade',
        'askContribution',
        'answerRectification',
      ],
    ]);
  });

  it('is what the documentation shows', () => {
    const file = new URL('../../docs/permissions-of-people.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(permissionTable());
  });
});

describe('nobody decides on their own work', () => {
  const judging: [TaskAction, TaskStatus][] = [
    ['confirm', 'submitted'],
    ['return', 'submitted'],
    ['decideDispute', 'disputed'],
    ['decideExtension', 'accepted'],
    ['answerProposal', 'returned'],
    ['conclude', 'completed'],
    ['demandRectification', 'accepted'],
    ['suspend', 'accepted'],
    ['resume', 'suspended'],
    ['cancel', 'submitted'],
    ['reassign', 'disputed'],
    ['change', 'accepted'],
  ];
  it.each(judging)(
    '%s is refused to whoever belongs to the lead, in any role, and to the office besides',
    (action, status) => {
      for (const post of role.options)
        for (const other of ['VPTU', 'BTV', 'BNC', 'DD-HDND']) {
          expect(answer(person(['STC', post], [other, 'head']), action, status)).toBe('own_work');
          expect(answer(person([other, 'head'], ['STC', post]), action, status)).toBe('own_work');
        }
      expect(answer(person(['BTV', 'head']), action, status)).toBe('ok');
    },
  );

  it('holds for the office, a monitor and an authority that lead themselves', () => {
    for (const code of ['VPTU', 'BNC', 'TT']) {
      const own = { leadUnitId: unitId(code), assignerUnitId: unitId(code) };
      expect(answer(person([code, 'head']), 'confirm', 'submitted', own)).toBe('own_work');
      expect(answer(person(['BTV', 'head']), 'confirm', 'submitted', own)).toBe('ok');
    }
  });

  it('holds for one lead of many: what is decided on the whole is decided on their part of it', () => {
    const shared = { collective: true, leadUnitId: 'unt_TT', leadUnitIds: ['unt_STC', 'unt_VPTU'] };
    for (const action of ['cancel', 'change'] as const) {
      expect(answer(person(['VPTU', 'head']), action, 'in_progress', shared)).toBe('own_work');
      expect(answer(person(['BTV', 'head']), action, 'in_progress', shared)).toBe('ok');
    }
    expect(answer(person(['VPTU', 'head']), 'addLeads', 'in_progress', shared)).toBe('ok');
  });

  it('holds for the administrator of the system who is a member of the lead', () => {
    const root = { ...person(['STC', 'admin']), administrator: true };
    expect(answer(root, 'confirm', 'submitted')).toBe('own_work');
    expect(answer(root, 'cancel', 'accepted')).toBe('own_work');
  });
});

describe('the holder of a duty', () => {
  it.each(['decideExtension', 'answerProposal'] as const)('alone, with the authority, may %s', (action) => {
    for (const [, code] of unitOfParty.filter(([party]) => party !== 'lead' && party !== 'nobody'))
      for (const post of role.options) {
        const held = () => unitId(code);
        const asked = { ...task, status: 'accepted' as const };
        const tries = () => authorise(directory, person([code, post]), action, asked, held);
        if (['head', 'deputy', 'officer'].includes(post)) expect(tries()).toEqual({ unitId: unitId(code) });
        else expect(tries).toThrow('forbidden');
      }
    expect(answer(person(['VPTU', 'head']), action, 'accepted')).toBe('forbidden');
  });

  it('sees no task by that alone, and nobody is told of a duty on a task they do not see', () => {
    const held = () => unitId('SXD');
    const asked = { ...task, status: 'accepted' as const };
    expect(() => authorise(directory, person(['SXD', 'head']), 'answerProposal', asked, held)).toThrow(
      'task_not_found',
    );
    const unknown = () => {
      throw new Refusal('proposal_not_found');
    };
    expect(() => authorise(directory, person(['SXD', 'head']), 'answerProposal', asked, unknown)).toThrow(
      'task_not_found',
    );
    expect(() => authorise(directory, person(['STC', 'head']), 'answerProposal', asked, unknown)).toThrow(
      'proposal_not_found',
    );
  });
});

describe('several posts', () => {
  it('add up, and the action is taken in the name of the unit that permits it', () => {
    const who = person(['QU-BADINH', 'head'], ['SXD', 'head'], ['BNC', 'officer'], ['VPTU', 'officer']);
    expect(authorise(directory, who, 'urge', { ...task, status: 'accepted' })).toEqual({ unitId: 'unt_BNC' });
    expect(authorise(directory, who, 'cancel', { ...task, status: 'accepted' })).toEqual({
      unitId: 'unt_VPTU',
    });
    expect(answer(who, 'submit', 'accepted')).toBe('forbidden');
  });

  it('of the administrator named by configuration need not be any', () => {
    const root: Principal = { userId: 'admin', administrator: true, memberships: [] };
    expect(mayRead(directory, root, task)).toBe(true);
    expect(authorise(directory, root, 'cancel', { ...task, status: 'accepted' })).toEqual({});
    expect(answer(root, 'confirm', 'submitted')).toBe('forbidden');
    expect(answer(root, 'resume', 'accepted')).toBe('wrong_state');
  });
});

describe('the order of refusals', () => {
  it('is: invisible, own work, forbidden, collective, wrong state', () => {
    const collective = { collective: true, leadUnitId: 'unt_TT', leadUnitIds: ['unt_STC', 'unt_SKHCN'] };
    expect(answer(person(['SXD', 'head']), 'confirm', 'completed', collective)).toBe('task_not_found');
    expect(answer(person(['STC', 'viewer']), 'confirm', 'completed')).toBe('own_work');
    expect(answer(person(['QU-BADINH', 'head']), 'confirm', 'completed', collective)).toBe('forbidden');
    expect(answer(person(['VPTU', 'head']), 'confirm', 'completed', collective)).toBe('collective_task');
    expect(answer(person(['VPTU', 'head']), 'confirm', 'completed')).toBe('wrong_state');
  });
});

describe('who sees a task', () => {
  const sees = (code: string, subject: object = {}) =>
    mayRead(directory, person([code, 'viewer']), { ...task, ...subject });

  it('is whoever stands above a unit that leads or coordinates, not beside or below it', () => {
    expect(sees('BCS-UBND')).toBe(true);
    expect(sees('BCS-UBND', { leadUnitId: 'unt_QU-DONGDA', coordinatingUnitIds: ['unt_SXD'] })).toBe(true);
    expect(sees('SXD')).toBe(false);
    expect(sees('STC', { leadUnitId: 'unt_BCS-UBND' })).toBe(false);
  });

  it('is every lead of a collective task', () => {
    const collective = { collective: true, leadUnitId: 'unt_TT', leadUnitIds: ['unt_QU-DONGDA', 'unt_SXD'] };
    expect(sees('SXD', collective)).toBe(true);
    expect(sees('QU-DONGDA', collective)).toBe(true);
    expect(sees('STC', collective)).toBe(false);
  });

  it('is a monitor of the task or of its field, and no other', () => {
    expect(sees('BTG', { monitorUnitId: undefined })).toBe(true);
    expect(sees('BTG', { field: 'dân vận' })).toBe(false);
    expect(sees('BNC', { monitorUnitId: undefined })).toBe(false);
  });

  it('is a watching body only for the tree it stands in', () => {
    const [bcs] = sampleUnits().filter(({ code }) => code === 'BCS-UBND');
    const local = {
      id: 'unt_VPUB',
      code: 'VPUB',
      name: 'Văn phòng UBND',
      kind: 'office' as const,
      parentId: 'unt_BCS-UBND',
      path: `${bcs?.path}unt_VPUB/`,
      fields: [],
      validFrom: '2020-01-01',
      version: 1,
    };
    const wider = directoryOf([...sampleUnits(), local]);
    const parties = (leadUnitId: string, assignerUnitId: string) =>
      partiesOf(wider, account('VPUB', 'x', ['officer']), { ...task, leadUnitId, assignerUnitId });
    expect(parties('unt_STC', 'unt_BCS-UBND')).toEqual(['office']);
    expect(parties('unt_QU-BADINH', 'unt_BCS-UBND')).toEqual([]);
    // What a body above the branch assigned is not the branch's to confirm.
    expect(parties('unt_STC', 'unt_TT')).toEqual(['superior']);
  });

  it('cannot be said of a unit that the directory does not know yet, and is nobody', () => {
    expect(sees('BCS-UBND', { leadUnitId: 'unt_NEW', coordinatingUnitIds: ['unt_NEWER'] })).toBe(false);
  });
});
