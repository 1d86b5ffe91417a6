import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

type Move = { task: { id: string }; what: string; from: string; to: string };
const etag = (version: number) => ({ headers: { 'if-match': `"v${version}"` } });

/** The year as it is, with days changed. */
async function yearWith(
  change: (year: { daysOff: object[]; workedDays: object[] }) => void,
  version: string,
) {
  const { json } = await api.admin('GET', '/v1/calendars/2026');
  const year = structuredClone(json);
  change(year);
  return { ...year, version };
}

const swap = () =>
  yearWith((year) => {
    year.daysOff.push({ date: '2026-11-27', name: 'Nghỉ hoán đổi', evidence: 'official' });
    year.workedDays.push({ date: '2026-11-28', reason: 'Làm bù ngày 27/11' });
  }, 'vn-2026-swap');

describe('the calendar', () => {
  it('moves exactly the deadlines that the dry run listed, with an event on each, and nothing a second time', async () => {
    const { admin, clerk, newTask } = api;
    const tasks = {
      friday: await newTask({ deadline: { date: '2026-11-27' } }),
      saturday: await newTask({ deadline: { date: '2026-11-28' } }),
      threeDays: await newTask({ deadline: { workingDays: 3, from: '2026-11-23' } }),
      tenDays: await newTask({ deadline: { workingDays: 10, from: '2026-11-23' } }),
      december: await newTask({ deadline: { date: '2026-12-31' } }),
      none: await newTask({ deadline: { raw: null } }),
      done: await newTask({ deadline: { date: '2026-11-27' } }),
    };
    await clerk('POST', `/v1/tasks/${tasks.done}/cancellation`, { reason: 'Không cần nữa.' });
    const dates = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(tasks).map(async ([name, id]) => {
            const { json } = await clerk('GET', `/v1/tasks/${id}`);
            return [name, json.deadline.current] as const;
          }),
        ),
      );
    const before = await dates();
    expect(before).toMatchObject({ friday: '2026-11-27', saturday: '2026-11-30', threeDays: '2026-11-27' });

    const year = await swap();
    const dry = await admin('PUT', '/v1/calendars/2026?dryRun=true', year, etag(0));
    expect(dry.status, dry.text).toBe(200);
    expect(await dates()).toEqual(before);
    expect((await admin('GET', '/v1/calendars/2026')).headers.etag).toBe('"v0"');
    const listed = dry.json.moves.filter((move: Move) => move.what === 'deadline');
    const byTask = Object.fromEntries(listed.map((move: Move) => [move.task.id, [move.from, move.to]]));
    expect(byTask).toEqual({
      [tasks.friday]: ['2026-11-27', '2026-11-28'],
      [tasks.saturday]: ['2026-11-30', '2026-11-28'],
      [tasks.threeDays]: ['2026-11-27', '2026-11-28'],
    });
    // The notices of the tasks assigned today, for each of which the term to accept is still to run.
    expect(dry.json.mails.length).toBeGreaterThan(0);
    for (const mail of dry.json.mails) expect(mail).toMatchObject({ holder: { code: 'STC' } });

    const applied = await admin('PUT', '/v1/calendars/2026', year, etag(0));
    expect(applied.json, applied.text).toMatchObject({ complete: true, moved: dry.json.tasks });
    expect(applied.headers.etag).toBe('"v1"');
    const after = await dates();
    const moved = Object.keys(tasks).filter((name) => before[name] !== after[name]);
    expect(moved.sort()).toEqual(['friday', 'saturday', 'threeDays']);
    for (const [name, id] of Object.entries(tasks)) {
      const { json } = await clerk('GET', `/v1/tasks/${id}/events`);
      const events = json.items.filter((event: { type: string }) => event.type === 'replanned');
      const touched = dry.json.moves.some((move: Move) => move.task.id === id);
      expect(events.length, name).toBe(touched ? 1 : 0);
    }
    const why = await clerk('GET', `/v1/tasks/${tasks.friday}/deadline`);
    expect(why.json.explanation.vi.join(' ')).toContain('Lịch làm việc thay đổi (phiên bản');

    const again = await admin('PUT', '/v1/calendars/2026', year);
    expect(again.json).toMatchObject({ moved: 0, complete: true });
    expect(again.headers.etag).toBe('"v1"');
    expect(await dates()).toEqual(after);
  });

  it('is published by administrators, over the version that they saw, under a new name', async () => {
    const { admin, clerk, stranger } = api;
    const year = await yearWith((each) => each.daysOff.push({ date: '2026-12-30', name: 'Thử' }), 'v-x');
    expect((await clerk('PUT', '/v1/calendars/2026', year)).json.code).toBe('forbidden');
    expect((await stranger('GET', '/v1/calendars/2026')).status).toBe(404);
    expect((await clerk('GET', '/v1/calendars/2026')).status).toBe(200);
    for (const other of ['0x7ea', '2026.0', '2.026e3']) {
      expect((await clerk('GET', `/v1/calendars/${other}`)).status).toBe(404);
    }
    expect((await admin('PUT', '/v1/calendars/2026', year, etag(7))).status).toBe(412);
    expect((await admin('PUT', '/v1/calendars/2027', year)).json.code).toBe('year_differs');
    const { json } = await admin('GET', '/v1/calendars/2026');
    const sameName = { ...year, version: json.version };
    expect((await admin('PUT', '/v1/calendars/2026', sameName)).json.code).toBe('version_reused');
    const wrong = { ...year, daysOff: [{ date: '2025-01-01', name: 'Sai năm' }] };
    expect((await admin('PUT', '/v1/calendars/2026', wrong)).json.errors[0].code).toBe('date_outside_year');
    expect((await admin('GET', '/v1/calendars/lich')).status).toBe(404);
  });
});

describe('a policy', () => {
  const confirm = async (version: string, days: number) => {
    const { json } = await api.admin('GET', '/v1/policies/accept');
    return { ...json, policy: { ...json.policy, version, due: { workingDays: days } } };
  };

  it('changes what opens from now on, and what is open only when asked', async () => {
    const { admin, clerk, newTask } = api;
    const open = await newTask();
    const dueOf = async (id: string) => (await clerk('GET', `/v1/tasks/${id}/obligations`)).json.items[0].due;
    expect(await dueOf(open)).toBe('2026-11-26');

    const five = await confirm('five-days', 5);
    expect((await admin('PUT', '/v1/policies/accept?dryRun=true', five)).json.moves).toEqual([]);
    const set = await admin('PUT', '/v1/policies/accept', five, etag(0));
    expect(set.headers.etag, set.text).toBe('"v1"');
    expect(await dueOf(open)).toBe('2026-11-26');
    const later = await newTask();
    const unmoved = await dueOf(later);
    expect(unmoved > '2026-11-26').toBe(true);

    const four = { ...(await confirm('four-days', 4)), applyToOpen: true };
    const dry = await admin('PUT', '/v1/policies/accept?dryRun=true', four);
    const tasks = dry.json.moves.map((move: Move) => move.task.id);
    expect(tasks).toContain(open);
    expect(tasks).toContain(later);
    const applied = await admin('PUT', '/v1/policies/accept', four, etag(1));
    expect(applied.json.moved, applied.text).toBe(dry.json.tasks);
    for (const move of dry.json.moves) expect(await dueOf(move.task.id)).toBe(move.to);
    expect(await dueOf(open)).toBe(await dueOf(later));
  });

  it('of every kind can be read, and set as it was read but for its name', async () => {
    const { admin } = api;
    for (const kind of ['accept', 'perform', 'confirm', 'decide', 'answer', 'contribute', 'report']) {
      const { json, status } = await admin('GET', `/v1/policies/${kind}`);
      expect(status, kind).toBe(200);
      const renamed = { ...json, policy: { ...json.policy, version: `${kind}-again` } };
      const set = await admin('PUT', `/v1/policies/${kind}`, renamed);
      expect(set.status, set.text).toBe(200);
      expect(set.json.policy).toEqual(renamed.policy);
    }
  });

  it('refuses what could never end or never be read', async () => {
    const { admin } = api;
    const { json } = await admin('GET', '/v1/policies/perform');
    const endless = { ...json, policy: { ...json.policy, version: 'x', repeat: { workingDays: 0 } } };
    expect((await admin('PUT', '/v1/policies/perform', endless)).status).toBe(400);
    const night = {
      ...json,
      policy: { ...json.policy, version: 'x', hours: { ...json.policy.hours, morning: '25:00' } },
    };
    expect((await admin('PUT', '/v1/policies/perform', night)).status).toBe(400);
    expect((await admin('PUT', '/v1/policies/confirm', { ...json })).json.code).toBe('kind_differs');
  });
});

describe('the forecast', () => {
  it('says who will be mailed, when, why and at which rung', async () => {
    const { clerk, head, other, newTask, units } = api;
    const id = await newTask({ deadline: { date: '2026-12-02' } });
    const taken = await head('POST', `/v1/tasks/${id}/acceptance`, {});
    expect(taken.status, taken.text).toBe(200);
    const of = async (who: typeof clerk, query = '') => {
      const { json } = await who('GET', `/v1/forecast?days=14${query}`);
      return json.items.filter((mail: { task: { id: string } }) => mail.task.id === id);
    };
    const mails = await of(clerk);
    const lines = mails.map((mail: Record<string, unknown>) => [
      mail.personId,
      mail.morning,
      mail.alarm,
      mail.rung,
    ]);
    expect(lines).toEqual(
      [
        // The Saturday of the swap above is worked.
        ['fin-officer', '2026-11-28', 'reminder', null],
        ['fin-officer', '2026-12-01', 'reminder', null],
        ['fin-head', '2026-12-01', 'reminder', null],
        ['fin-officer', '2026-12-02', 'reminder', null],
        ['fin-head', '2026-12-02', 'reminder', null],
        ['fin-officer', '2026-12-03', 'rung', 1],
        ['fin-head', '2026-12-03', 'rung', 1],
      ].sort((a, b) => (`${a[1]}${a[0]}` < `${b[1]}${b[0]}` ? -1 : 1)),
    );
    expect(await of(clerk, `&unitId=${units.building}`)).toEqual([]);
    expect((await of(clerk, `&unitId=${units.finance}`)).length).toBe(mails.length);
    expect((await of(other)).length).toBe(0);
    expect((await clerk('GET', '/v1/forecast?unitId=unt_none')).json.code).toBe('unit_unknown');
  });
});
