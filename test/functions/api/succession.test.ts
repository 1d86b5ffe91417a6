import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

type Item = Record<string, unknown>;
const reason = 'Nghị quyết về sắp xếp tổ chức bộ máy.';

/** A unit of its own for one test, with a head and an officer. */
async function unitWith(code: string, more: object = {}): Promise<string> {
  const { admin } = api;
  const body = { code, name: `Đơn vị ${code}`, kind: 'unit', validFrom: '2020-01-01', ...more };
  const made = await admin('POST', '/v1/units', body);
  expect(made.status, made.text).toBe(201);
  for (const role of ['head', 'officer'])
    await admin('PUT', `/v1/units/${made.json.id}/members/${code}.${role}`, {
      name: `${role} ${code}`,
      email: `${code}.${role}@example.org`,
      roles: [role],
      locale: 'vi',
    });
  return made.json.id;
}
const as = (who: string) => (method: string, target: string, body?: unknown) =>
  api.http(method, target, {
    as: who,
    at: '2026-11-23T01:00:00.000Z',
    ...(body === undefined ? {} : { body }),
  });
const open = async (unitId: string) => {
  const { json } = await api.admin('GET', `/v1/obligations?unitId=${unitId}&limit=200`);
  return json.items.map((item: Item) => item.id);
};
/** Mornings on which something is said about a duty, and which alarm says it. */
const mornings = async (ids: string[]) => {
  const { json } = await api.admin('GET', '/v1/forecast?days=60');
  const lines: string[] = json.items
    .filter((mail: Item) => ids.includes(String(mail.obligationId)))
    .map((mail: Item) => `${mail.obligationId} ${mail.morning} ${mail.alarm} ${mail.rung}`);
  return [...new Set(lines)].sort();
};

describe('merging two units in the middle of a month', () => {
  it('leaves no open task without a holder, no reminder lost, and both histories readable', async () => {
    const { admin, clerk, newTask } = api;
    const a = await unitWith('SGTVT');
    const b = await unitWith('SQHKT', { fields: ['quy hoạch'] });
    const led = await newTask({ leadUnitIds: [a] });
    const underWay = await newTask({ leadUnitIds: [b], coordinatingUnitIds: [a] });
    const closed = await newTask({ leadUnitIds: [b], coordinatingUnitIds: [] });
    const suspended = await newTask({ leadUnitIds: [a], coordinatingUnitIds: [] });
    const both = await newTask({ leadUnitIds: [a, b], coordinatingUnitIds: [] });
    await as('SQHKT.head')('POST', `/v1/tasks/${underWay}/acceptance`, {});
    for (const [who, part, body] of [
      ['SQHKT.head', 'acceptance', {}],
      ['SQHKT.head', 'submission', { note: 'xong' }],
      ['clerk', 'confirmation', {}],
    ] as const)
      expect((await as(who)('POST', `/v1/tasks/${closed}/${part}`, body)).status).toBe(200);
    await clerk('POST', `/v1/tasks/${suspended}/suspension`, { reason: 'Chờ ý kiến.' });
    const duties = [...(await open(a)), ...(await open(b))].sort();
    const due = await mornings(duties);
    expect(duties.length).toBeGreaterThan(3);
    expect(due.length).toBeGreaterThan(duties.length);

    const heir = { code: 'SXD-M', name: 'Sở Xây dựng (mới)', kind: 'unit' };
    const order = { kind: 'merge', on: '2026-11-23', into: [heir], reason };
    const check = await admin('POST', `/v1/units/${a}/succession?dryRun=true`, order);
    expect(check.status, check.text).toBe(200);
    const owed = check.json.tasks.map((task: Item) => task.id);
    for (const id of [led, underWay, suspended]) expect(owed).toContain(id);
    expect(owed).not.toContain(closed);
    expect(check.json).toMatchObject({ members: [{ userId: 'SGTVT.head' }, { userId: 'SGTVT.officer' }] });
    expect((await admin('GET', `/v1/units/${a}`)).json.validTo).toBeNull();

    const first = await admin('POST', `/v1/units/${a}/succession`, order);
    expect(first.json, first.text).toMatchObject({ state: 'underway', unit: { code: 'SGTVT' } });
    const into = first.json.heirs[0].id;
    const second = await admin('POST', `/v1/units/${b}/succession`, { ...order, into: [into] });
    expect(second.status, second.text).toBe(201);

    // Every duty is held by the heir, under its old identity, with every alarm that it had.
    expect((await open(into)).sort()).toEqual(duties);
    for (const unit of [a, b]) {
      const { json } = await admin('GET', `/v1/units/${unit}`);
      expect(json).toMatchObject({ validTo: '2026-11-23', heirId: into, parentId: into });
      const left = await admin('GET', `/v1/tasks?unitId=${unit}&limit=200`);
      expect(left.json.items.map((task: Item) => task.id)).toEqual(unit === b ? [closed] : []);
    }
    const told = await mornings(duties);
    // Told of is what was taken on already; the rest is announced to the heir as new.
    const [perform] = (await clerk('GET', `/v1/tasks/${underWay}`)).json.waitingFor;
    expect(told).toEqual([...due, `${perform.obligationId} 2026-11-23 inherited null`].sort());
    const now = await as('SGTVT.officer')('GET', `/v1/tasks/${led}`);
    expect(now.json).toMatchObject({
      lead: { id: into },
      formerLeads: [{ unit: { id: a, code: 'SGTVT' }, reason }],
      head: { userId: 'SGTVT.head' },
    });
    const joined = await clerk('GET', `/v1/tasks/${underWay}`);
    expect(joined.json).toMatchObject({ status: 'accepted', lead: { id: into }, coordinating: [] });
    const parent = (await clerk('GET', `/v1/tasks/${both}`)).json;
    expect(parent).toMatchObject({ collective: true, leads: [{ id: into }], rollUp: { total: 2 } });

    // The heir's people read the closed history under its old name, and go on with the open work.
    const history = await as('SGTVT.head')('GET', `/v1/tasks/${closed}`);
    expect(history.json).toMatchObject({ status: 'completed', lead: { code: 'SQHKT' } });
    expect(
      (await as('SGTVT.officer')('POST', `/v1/tasks/${underWay}/progress`, { note: 'tiếp' })).status,
    ).toBe(200);
    const events = (await clerk('GET', `/v1/tasks/${underWay}/events`)).json.items;
    expect(events.filter((each: Item) => each.type === 'succeeded')).toHaveLength(2);
    const resumed = await clerk('POST', `/v1/tasks/${suspended}/resumption`, {});
    expect(resumed.json.waitingFor, resumed.text).toMatchObject([{ unit: { id: into }, kind: 'accept' }]);
    const { json } = await clerk('GET', `/v1/units/${b}/succession`);
    expect(json).toMatchObject({ kind: 'merge', heirs: [{ code: 'SXD-M' }] });
  });
});

describe('the three party groups dissolved in 2025', () => {
  it('hand their work and the units below them to their heirs; what they assigned is judged by these', async () => {
    const { admin, clerk, newTask } = api;
    const groups = {
      council: await unitWith('DD-HDND'),
      front: await unitWith('DD-MTTQ'),
      government: await unitWith('BCS-UBND'),
    };
    const below = await unitWith('SKHCN', { parentId: groups.government });
    const tasks = {
      council: await newTask({ leadUnitIds: [groups.council] }),
      front: await newTask({ leadUnitIds: [groups.front] }),
      government: await newTask({ leadUnitIds: [groups.government] }),
    };
    const cascaded = await as('BCS-UBND.head')('POST', '/v1/tasks', {
      content: 'Chuẩn bị số liệu khoa học và công nghệ.',
      assignerId: groups.government,
      leadUnitIds: [below],
      deadline: { date: '2026-12-15' },
    });
    expect(cascaded.status, cascaded.text).toBe(201);

    const alone = { kind: 'dissolve', on: '2025-03-01', reason };
    const refused = await admin('POST', `/v1/units/${groups.government}/succession`, alone);
    expect(refused.json).toMatchObject({ status: 422, code: 'successor_required' });
    const ubnd = { code: 'DU-UBND', name: 'Đảng ủy UBND Thành phố', kind: 'unit' };
    const agencies = { code: 'DU-CCQ', name: 'Đảng ủy các cơ quan Đảng Thành phố', kind: 'unit' };
    const government = await admin('POST', `/v1/units/${groups.government}/succession`, {
      ...alone,
      into: [ubnd],
    });
    const council = await admin('POST', `/v1/units/${groups.council}/succession`, {
      ...alone,
      into: [agencies],
    });
    expect([government.status, council.status]).toEqual([201, 201]);
    const heirs = { government: government.json.heirs[0].id, council: council.json.heirs[0].id };
    const front = await admin('POST', `/v1/units/${groups.front}/succession`, {
      ...alone,
      into: [heirs.council],
    });
    expect(front.status, front.text).toBe(201);

    const lead = async (id: string) => (await clerk('GET', `/v1/tasks/${id}`)).json.lead.code;
    expect(await lead(tasks.government)).toBe('DU-UBND');
    expect([await lead(tasks.council), await lead(tasks.front)]).toEqual(['DU-CCQ', 'DU-CCQ']);
    expect((await admin('GET', `/v1/units/${below}`)).json.parentId).toBe(heirs.government);
    const members = (await admin('GET', `/v1/units/${heirs.council}/members`)).json.items;
    expect(members.map((each: Item) => [each.userId, each.roles])).toEqual([
      ['DD-HDND.head', ['head']],
      ['DD-HDND.officer', ['officer']],
      ['DD-MTTQ.head', ['deputy']],
      ['DD-MTTQ.officer', ['officer']],
    ]);
    const task = cascaded.json.id;
    await as('SKHCN.head')('POST', `/v1/tasks/${task}/acceptance`, {});
    const submitted = await as('SKHCN.head')('POST', `/v1/tasks/${task}/submission`, { note: 'xong' });
    expect(submitted.json.waitingFor, submitted.text).toMatchObject([{ unit: { code: 'DU-UBND' } }]);
    expect((await as('BCS-UBND.head')('POST', `/v1/tasks/${task}/confirmation`, {})).status).toBe(200);
  });
});

describe('a split', () => {
  it('gives named tasks and fields of work to whom they are assigned, the rest to the first', async () => {
    const { admin, clerk, newTask } = api;
    const unit = await unitWith('SNNMT', { fields: ['nông nghiệp', 'môi trường'] });
    const farming = await newTask({ leadUnitIds: [unit], field: 'nông nghiệp' });
    const nature = await newTask({ leadUnitIds: [unit], field: 'môi trường' });
    const named = await newTask({ leadUnitIds: [unit], field: 'nông nghiệp' });
    const order = {
      kind: 'split',
      on: '2026-11-23',
      into: [
        { code: 'SNN', name: 'Sở Nông nghiệp', kind: 'unit' },
        { code: 'SMT', name: 'Sở Môi trường', kind: 'unit' },
      ],
      assignments: [{ to: 'SMT', taskIds: [named], fields: ['môi trường'] }],
      reason,
    };
    const check = await admin('POST', `/v1/units/${unit}/succession?dryRun=true`, order);
    const whose = Object.fromEntries(
      check.json.tasks.map((task: { id: string; heir: { code: string } }) => [task.id, task.heir.code]),
    );
    expect(whose).toEqual({ [farming]: 'SNN', [nature]: 'SMT', [named]: 'SMT' });
    const done = await admin('POST', `/v1/units/${unit}/succession`, order);
    expect(done.status, done.text).toBe(201);
    for (const [id, code] of Object.entries(whose))
      expect((await clerk('GET', `/v1/tasks/${id}`)).json.lead.code).toBe(code);
    const [first, second] = done.json.heirs.map((heir: { id: string }) => heir.id);
    expect((await admin('GET', `/v1/units/${first}`)).json.fields).toEqual(['nông nghiệp']);
    expect((await admin('GET', `/v1/units/${second}`)).json.fields).toEqual(['môi trường']);
  });
});

describe('a new name', () => {
  it('is that of the unit and its open work; closed work keeps the old one', async () => {
    const { admin, clerk, newTask } = api;
    const unit = await unitWith('STTTT');
    const [closed, running] = [
      await newTask({ leadUnitIds: [unit] }),
      await newTask({ leadUnitIds: [unit] }),
    ];
    await clerk('POST', `/v1/tasks/${closed}/cancellation`, { reason: 'Không cần nữa.' });
    const order = { kind: 'rename', on: '2026-11-24', name: 'Sở Chuyển đổi số', code: 'SCDS', reason };
    const planned = await admin('POST', `/v1/units/${unit}/succession`, order);
    expect(planned.json).toMatchObject({ state: 'planned', newName: { code: 'SCDS' } });
    expect((await admin('GET', `/v1/units/${unit}`)).json.code).toBe('STTTT');
    const twice = await admin('POST', `/v1/units/${unit}/succession`, order);
    expect(twice.json).toMatchObject({ status: 409, code: 'succession_planned' });

    const { finishSuccessions } = await import('../../../shared/actions/succession.ts');
    const world = await actionWorld();
    await finishSuccessions(world, '2026-11-24T01:30:00.000Z');
    const at = '2026-11-24T02:00:00.000Z';
    const read = async (target: string) => (await api.http('GET', target, { as: 'admin', at })).json;
    expect(await read(`/v1/units/${unit}`)).toMatchObject({
      name: 'Sở Chuyển đổi số',
      formerNames: [{ code: 'STTTT', until: '2026-11-24' }],
    });
    expect((await read(`/v1/tasks/${running}`)).lead.code).toBe('SCDS');
    expect((await read(`/v1/tasks/${closed}`)).lead.code).toBe('STTTT');
    expect((await read(`/v1/units/${unit}/succession`)).state).toBe('done');
  });
});

async function actionWorld() {
  const { openStore } = await import('../../../shared/store/client.ts');
  const { dynamoClient } = await import('../../support/engine.ts');
  const timeZone = 'Asia/Ho_Chi_Minh';
  const client = dynamoClient(api.engine.endpoint);
  const store = openStore({ table: api.engine.tableName, timeZone, client });
  const log = { metric() {}, info() {}, error() {} };
  return { client, store, settings: { timeZone, calendarMode: 'official' as const }, log };
}

describe('a crash at any write', () => {
  it('ends as if there had been none once the daily run has gone on', async () => {
    const { failAt } = await import('../../support/faults.ts');
    const { finishSuccessions, runSuccession } = await import('../../../shared/actions/succession.ts');
    const { successions } = await import('../../../shared/store/successions.ts');
    const unit = await unitWith('CRASH');
    const child = await unitWith('CRASH-CON', { parentId: unit });
    const tasks = [];
    for (let i = 0; i < 3; i++) tasks.push(await api.newTask({ leadUnitIds: [unit] }));
    const order = {
      kind: 'dissolve',
      on: '2026-11-25',
      into: [{ code: 'CRASH-M', name: 'Đơn vị kế thừa', kind: 'unit' }],
      reason,
    };
    const planned = await api.admin('POST', `/v1/units/${unit}/succession`, order);
    const heir = planned.json.heirs[0].id;
    const duties = (await open(unit)).sort();
    const at = '2026-11-25T01:30:00.000Z';
    for (let n = 1, struck = true; struck; n++) {
      const world = await actionWorld();
      const [mine] = (await successions(world.store)).filter((each) => each.unitId === unit);
      const faults = failAt(world.client, 1, n % 2 ? 'after' : 'before');
      if (mine) await runSuccession(world, at, mine).catch(() => undefined);
      struck = faults.struck && n < 40;
      world.client.destroy();
      // Every crash is followed by a crash one write later: half of them were stored.
    }
    const world = await actionWorld();
    await finishSuccessions(world, at);
    expect(await finishSuccessions(world, at)).toBe(0);
    const read = async (target: string) => (await api.http('GET', target, { as: 'admin', at })).json;
    for (const id of tasks) {
      expect((await read(`/v1/tasks/${id}`)).lead.id).toBe(heir);
      const events = (await read(`/v1/tasks/${id}/events`)).items.map((each: Item) => each.type);
      expect(events.filter((type: string) => type === 'succeeded')).toHaveLength(1);
    }
    expect((await read(`/v1/units/${child}`)).parentId).toBe(heir);
    expect(
      (await read(`/v1/obligations?unitId=${heir}&limit=200`)).items.map((each: Item) => each.id).sort(),
    ).toEqual(duties);
    expect((await read(`/v1/units/${unit}/succession`)).state).toBe('done');
    world.client.destroy();
  });
});

describe('figures of a unit that was merged', () => {
  it('stay with it up to the day before, then what is open is its heir’s; both agree with a recount', async () => {
    const { admin, clerk, newTask } = api;
    const [old, heir] = [await unitWith('FIG-CU'), await unitWith('FIG-MOI')];
    const open = [await newTask({ leadUnitIds: [old] }), await newTask({ leadUnitIds: [old] })];
    const closed = await newTask({ leadUnitIds: [old] });
    const own = await newTask({ leadUnitIds: [heir] });
    await clerk('POST', `/v1/tasks/${closed}/cancellation`, { reason: 'Trùng.' });
    const order = { kind: 'merge', on: '2026-11-24', into: [heir], reason };
    const on = { at: '2026-11-24T03:00:00.000Z' };
    const merged = await admin('POST', `/v1/units/${old}/succession`, order, on);
    expect(merged.status, merged.text).toBe(201);
    const tasks = [];
    for (const id of [...open, closed, own])
      tasks.push((await clerk('GET', `/v1/tasks/${id}`, undefined, on)).json);
    const rowsOn = async (asOf: string) => {
      const target = `/v1/reports/summary?groupBy=unit&from=2026-11-01&to=${asOf}&asOf=${asOf}&limit=200`;
      const { json, text } = await clerk('GET', target, undefined, { at: '2026-11-25T03:00:00.000Z' });
      expect(json.items, text).toBeDefined();
      return (unitId: string) => {
        const row = json.items.find((each: Item) => JSON.stringify(each).includes(unitId));
        const count = (name: string) => row?.figures[name]?.count ?? 0;
        return { total: count('total'), cancelled: count('cancelled'), inTime: count('openInTime') };
      };
    };
    const figuresThen = await rowsOn('2026-11-23');
    expect([figuresThen(old), figuresThen(heir)]).toEqual([
      { total: 3, cancelled: 1, inTime: 2 },
      { total: 1, cancelled: 0, inTime: 1 },
    ]);
    const figuresNow = await rowsOn('2026-11-24');
    for (const unitId of [old, heir]) {
      const mine = tasks.filter((task) => task.lead.id === unitId);
      expect(figuresNow(unitId)).toEqual({
        total: mine.length,
        cancelled: mine.filter(({ status }) => status === 'cancelled').length,
        inTime: mine.filter(({ closedAt }) => closedAt === null).length,
      });
    }
    expect(figuresNow(heir).total).toBe(3);
  });
});

describe('what cannot be', () => {
  it('is refused, all faults at once', async () => {
    const { admin, clerk, units } = api;
    const unit = await unitWith('REFUSED');
    const ask = async (body: object) =>
      (await admin('POST', `/v1/units/${unit}/succession`, { reason, ...body })).json;
    const split = await ask({
      kind: 'split',
      on: '2026-11-23',
      into: [unit],
      assignments: [{ to: 'none', fields: ['x'] }],
      name: 'Tên',
    });
    expect(split.errors.map((fault: Item) => fault.code).sort()).toEqual([
      'name_for_rename_only',
      'not_an_heir',
      'own_heir',
      'wrong_number_of_heirs',
    ]);
    expect((await ask({ kind: 'merge', on: '2020-01-01', into: [units.finance] })).code).toBe(
      'ends_before_it_begins',
    );
    expect((await ask({ kind: 'merge', on: '2026-11-23', into: ['unt_none'] })).errors[0].code).toBe(
      'unit_unknown',
    );
    const order = { kind: 'merge', on: '2026-11-23', into: [units.finance], reason };
    expect((await clerk('POST', `/v1/units/${unit}/succession`, order)).json.code).toBe('forbidden');
    expect((await admin('POST', '/v1/units/unt_none/succession', order)).json.code).toBe('unit_not_found');
    expect((await admin('GET', `/v1/units/${unit}/succession`)).json.code).toBe('succession_not_found');
    const taken = { ...order, into: [{ code: 'STC', name: 'Trùng mã', kind: 'unit' }] };
    expect((await admin('POST', `/v1/units/${unit}/succession`, taken)).json.code).toBe('unit_code_taken');
  });

  it('a repeat of the same order is the same order', async () => {
    const { admin, units } = api;
    const unit = await unitWith('TWICE');
    const order = { kind: 'merge', on: '2026-11-23', into: [units.finance], reason };
    const call = { headers: { 'idempotency-key': 'twice' } };
    const first = await admin('POST', `/v1/units/${unit}/succession`, order, call);
    const again = await admin('POST', `/v1/units/${unit}/succession`, order, call);
    expect(again.json).toEqual(first.json);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });
});
