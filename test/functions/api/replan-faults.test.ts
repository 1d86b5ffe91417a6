import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerTask } from '../../../shared/actions/register.ts';
import { finishReplans } from '../../../shared/actions/replan.ts';
import { setCalendarYear } from '../../../shared/actions/settings.ts';
import { calendarYear } from '../../../shared/domain/calendar-year.ts';
import { openStore } from '../../../shared/store/client.ts';
import { openReplans } from '../../../shared/store/replans.ts';
import { loadCalendar } from '../../../shared/store/settings.ts';
import { dynamoClient } from '../../support/engine.ts';
import { failAt } from '../../support/faults.ts';
import { monday, startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

function container() {
  const timeZone = 'Asia/Ho_Chi_Minh';
  const client = dynamoClient(api.engine.endpoint);
  const store = openStore({ table: api.engine.tableName, timeZone, client });
  const log = { metric() {}, info() {}, error() {} };
  return { client, store, log, settings: { timeZone, calendarMode: 'official' as const } };
}

const admin = { userId: 'admin', administrator: true, memberships: [] };
/** It read the calendar just before that was changed, and trusts it for a minute. */
let unaware: ReturnType<typeof container> | undefined;
const nextMorning = '2026-11-25T01:30:00.000Z';

async function registered(world: ReturnType<typeof container>, at: string) {
  const input = {
    content: 'Báo cáo kết quả thực hiện.',
    assignerId: api.units.authority,
    leadUnitIds: [api.units.finance],
    deadline: { date: '2026-12-04' },
  };
  const command = { actor: { kind: 'user' as const, userId: 'admin' }, at, id: 'unaware', input };
  const answer = () => ({ status: 201, headers: {}, body: '' });
  const { tasks } = await registerTask(world, admin, command, { answer });
  const [first] = tasks;
  if (!first) throw new Error('nothing was registered');
  return first;
}

describe('publishing a calendar, killed at any write', () => {
  it('leaves nothing, or is carried to the end by the next run, each task once', async () => {
    const tasks: string[] = [];
    for (let i = 0; i < 3; i++) tasks.push(await api.newTask({ deadline: { date: '2026-12-04' } }));
    unaware = container();
    await loadCalendar(unaware.store, monday, unaware.settings);
    const { json } = await api.admin('GET', '/v1/calendars/2026');
    const input = calendarYear.parse({
      ...json,
      version: 'crash',
      daysOff: [...json.daysOff, { date: '2026-12-04', name: 'Nghỉ' }],
    });
    const command = { actor: { kind: 'user' as const, userId: 'admin' }, at: monday, id: 'crash', input };
    let crashes = 0;
    for (let n = 1; ; n++) {
      const world = container();
      const faults = failAt(world.client, 1, n % 2 === 1 ? 'before' : 'after');
      await setCalendarYear(world, admin, command, {}).catch(() => undefined);
      world.client.destroy();
      if (!faults.struck) break;
      crashes += 1;
    }
    // The setting with its job, and three tasks, each once before and once after the write.
    expect(crashes).toBeGreaterThanOrEqual(4);
    const due = async (id: string) => (await api.clerk('GET', `/v1/tasks/${id}`)).json.deadline.current;
    for (const id of tasks) {
      expect(await due(id)).toBe('2026-12-07');
      const events = (await api.clerk('GET', `/v1/tasks/${id}/events`)).json.items;
      expect(events.filter(({ type }: { type: string }) => type === 'replanned')).toHaveLength(1);
    }
  });

  it('also moves what another container registered by the old year in the same minute', async () => {
    if (!unaware) throw new Error('nobody read the old year');
    const { task } = await registered(unaware, '2026-11-23T01:00:30.000Z');
    expect(task.deadline.current?.date).toBe('2026-12-04');
    unaware.client.destroy();
    const world = container();
    expect(await openReplans(world.store)).not.toEqual([]);
    expect(await finishReplans(world, nextMorning)).toBe(1);
    const { json } = await api.clerk('GET', `/v1/tasks/${task.id}`);
    expect(json.deadline.current).toBe('2026-12-07');
    expect(await openReplans(world.store)).toEqual([]);
    world.client.destroy();
  });
});
