import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { loadDirectory, membershipsOf, membersOf } from '../../shared/store/directory.ts';
import { AlreadyDone, CommitConflict } from '../../shared/store/errors.ts';
import { linkKey } from '../../shared/store/link-key.ts';
import { deleteMember, getMember, putMember } from '../../shared/store/members.ts';
import {
  loadCalendar,
  loadPolicies,
  loadSettings,
  putCalendar,
  putPolicy,
} from '../../shared/store/settings.ts';
import { createUnits, patchUnit, unitsPerCall } from '../../shared/store/units.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { callsOf } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aMember, at, aUnit } from './samples.ts';

let engine: TestStore;
beforeAll(async () => {
  engine = await openTestStore();
});
afterAll(() => engine?.close());

const soon = '2026-11-23T01:00:30.000Z';
const later = '2026-11-23T01:02:00.000Z';
const fresh = { fresh: true };

describe('units', () => {
  it('form a tree whose paths follow from the parents, also after a move', async () => {
    const root = aUnit('unt_t1', { kind: 'authority' });
    const child = aUnit('unt_t2', { parentId: 'unt_t1' });
    const grandchild = aUnit('unt_t3', { parentId: 'unt_t2', path: 'wrong' });
    await createUnits(engine.store, [root, child, grandchild], { at });
    const { units, byCode } = await loadDirectory(engine.store, at);
    expect(units.get('unt_t3')?.path).toBe('/unt_t1/unt_t2/unt_t3/');
    expect(byCode.get('UNT_T2')?.id).toBe('unt_t2');

    await createUnits(engine.store, [aUnit('unt_t4')], { at });
    await patchUnit(engine.store, child, { ...child, parentId: 'unt_t4', version: 2 }, { at });
    const moved = await loadDirectory(engine.store, at);
    expect(moved.units.get('unt_t3')?.path).toBe('/unt_t4/unt_t2/unt_t3/');
  });

  it('have codes of their own; one given up can be taken again', async () => {
    const a = aUnit('unt_c1', { code: 'SYT' });
    await createUnits(engine.store, [a], { at });
    const b = aUnit('unt_c2', { code: 'SYT' });
    await expect(createUnits(engine.store, [b], { at })).rejects.toMatchObject({ code: 'unit_code_taken' });
    expect((await loadDirectory(engine.store, at, fresh)).units.has('unt_c2')).toBe(false);

    const renamed = { ...a, code: 'SYT-HN', version: 2 };
    await patchUnit(engine.store, a, renamed, { at });
    await createUnits(engine.store, [b], { at });
    const back = patchUnit(engine.store, renamed, { ...renamed, code: 'SYT', version: 3 }, { at });
    await expect(back).rejects.toMatchObject({ code: 'unit_code_taken' });
  });

  it('are changed by whoever saw the latest version', async () => {
    const unit = aUnit('unt_v1');
    await createUnits(engine.store, [unit], { at });
    await patchUnit(engine.store, unit, { ...unit, name: 'Tên mới', version: 2 }, { at });
    const late = patchUnit(engine.store, unit, { ...unit, name: 'Tên khác', version: 2 }, { at });
    await expect(late).rejects.toThrow(CommitConflict);
  });

  it('are created once per idempotency key', async () => {
    const idempotency = {
      ...{ userId: 'u', route: 'POST /v1/units', key: 'k' },
      ...{ fingerprint: 'f', status: 201, body: '{}', headers: {} },
    };
    await createUnits(engine.store, [aUnit('unt_i1')], { at, idempotency });
    await expect(createUnits(engine.store, [aUnit('unt_i2')], { at, idempotency })).rejects.toThrow(
      AlreadyDone,
    );
  });

  it('are read again only when something changed, and asked about once a minute', async () => {
    const { store, client } = engine.another();
    const calls = callsOf(client);
    await loadDirectory(store, at);
    expect(calls).toEqual(['GetItem', 'Query']);
    await loadDirectory(store, soon);
    expect(calls).toHaveLength(2);
    await loadDirectory(store, later);
    expect(calls.slice(2)).toEqual(['GetItem']);

    await createUnits(engine.store, [aUnit('unt_n1')], { at });
    expect((await loadDirectory(store, later)).units.has('unt_n1')).toBe(false);
    expect((await loadDirectory(store, later, fresh)).units.has('unt_n1')).toBe(true);
    expect((await loadDirectory(engine.store, later)).units.has('unt_n1')).toBe(true);
  });

  it('may be five thousand', async () => {
    const { store } = engine.another();
    const all = Array.from({ length: 5000 }, (_, i) =>
      aUnit(`unt_m${String(i).padStart(4, '0')}`, {
        parentId: i === 0 ? undefined : `unt_m${String(Math.floor((i - 1) / 10)).padStart(4, '0')}`,
      }),
    );
    const { units: before } = await loadDirectory(store, at);
    for (let i = 0; i < all.length; i += unitsPerCall)
      await createUnits(store, all.slice(i, i + unitsPerCall), { at });
    const { units } = await loadDirectory(store, at);
    expect(units.size).toBe(before.size + 5000);
    expect(units.get('unt_m4999')?.path).toBe('/unt_m0000/unt_m0004/unt_m0049/unt_m0499/unt_m4999/');
  });
});

describe('members', () => {
  it('are found by unit and by person, and are changed in both places or none', async () => {
    const member = aMember('unt_x1', 'usr_x');
    await putMember(engine.store, null, member);
    await putMember(engine.store, null, aMember('unt_x2', 'usr_x'));
    expect(await membershipsOf(engine.store, 'usr_x', at)).toHaveLength(2);
    const changed = { ...member, email: 'moi@example.vn', version: 2 };
    await putMember(engine.store, member, changed);
    await expect(putMember(engine.store, member, changed)).rejects.toThrow(CommitConflict);
    await expect(putMember(engine.store, null, member)).rejects.toThrow(CommitConflict);
    expect(await getMember(engine.store, 'unt_x1', 'usr_x')).toEqual(changed);
    expect((await membersOf(engine.store, ['unt_x1', 'unt_none'], at)).get('unt_x1')).toEqual([changed]);
    expect((await membersOf(engine.store, ['unt_x1', 'unt_none'], at)).get('unt_none')).toEqual([]);

    await expect(deleteMember(engine.store, member)).rejects.toThrow(CommitConflict);
    await deleteMember(engine.store, changed);
    expect(await getMember(engine.store, 'unt_x1', 'usr_x')).toBeUndefined();
    expect((await membershipsOf(engine.store, 'usr_x', at)).map((each) => each.unitId)).toEqual(['unt_x2']);
  });

  it('of somebody new are seen by every container at once, of others within a minute', async () => {
    const { store } = engine.another();
    expect(await membershipsOf(store, 'usr_y', at)).toEqual([]);
    const member = aMember('unt_y', 'usr_y');
    await putMember(engine.store, null, member);
    expect(await membershipsOf(store, 'usr_y', at)).toEqual([member]);
    await deleteMember(engine.store, member);
    expect(await membershipsOf(store, 'usr_y', soon)).toEqual([member]);
    expect(await membershipsOf(store, 'usr_y', later)).toEqual([]);
  });
});

describe('settings', () => {
  const where = { timeZone: 'Asia/Ho_Chi_Minh', calendarMode: 'official' } as const;

  it('are the defaults until somebody sets them, and are replaced only by who saw the latest', async () => {
    const { store } = engine.another();
    expect(await loadCalendar(store, at, where)).toEqual(defaultCalendar);
    expect(await loadPolicies(store, at)).toEqual(defaultPolicies);

    const year = {
      year: 2031,
      version: 'vn-2031',
      daysOff: [{ date: '2031-01-01', name: 'Tết Dương lịch' }],
      workedDays: [],
    };
    expect(await putCalendar(engine.store, year, 0)).toBe(1);
    await expect(putCalendar(engine.store, year, 0)).rejects.toThrow(CommitConflict);
    const accept = {
      policy: { ...defaultPolicies.accept.policy, version: 'set-1', due: { workingDays: 3 } },
      overrides: [{ appliesTo: { field: 'đất đai' }, policy: { due: { workingDays: 1 } } }],
    };
    expect(await putPolicy(engine.store, accept, 0)).toBe(1);
    expect(await putPolicy(engine.store, accept, 1)).toBe(2);

    expect(await loadPolicies(store, soon)).toEqual(defaultPolicies);
    expect(await loadPolicies(store, later)).toEqual({ ...defaultPolicies, accept });
    expect((await loadCalendar(store, later, where)).daysOff['2031-01-01']).toBe('Tết Dương lịch');
    const { versions } = await loadSettings(store, later);
    expect([versions.calendars.get(2031), versions.policies.get('accept')]).toEqual([1, 2]);
  });

  it('keep the calendar object while nothing changes, since much is cached by it', async () => {
    const first = await loadCalendar(engine.store, at, where);
    expect(await loadCalendar(engine.store, later, where)).toBe(first);
  });

  it('have one link key for all containers', async () => {
    const all = await Promise.all(['a', 'b', 'c'].map((random) => linkKey(engine.another().store, random)));
    expect(new Set(all).size).toBe(1);
    expect(await linkKey(engine.another().store, 'd')).toBe(all[0]);
  });
});
