import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type ActOptions, act } from '../shared/actions/act.ts';
import { deeds } from '../shared/actions/deeds.ts';
import { escalate } from '../shared/actions/escalate.ts';
import { mail } from '../shared/actions/mail.ts';
import { createUnit, placeMember } from '../shared/actions/organisation.ts';
import { principalOf } from '../shared/actions/principal.ts';
import { registerTask } from '../shared/actions/register.ts';
import { remind } from '../shared/actions/remind.ts';
import type { Command } from '../shared/domain/change.ts';
import { openStore } from '../shared/store/client.ts';
import { loadTask } from '../shared/store/tasks.ts';
import { startEngine } from '../test/support/engine.ts';
import { row, table } from './print.ts';

const capacity = z.object({ CapacityUnits: z.number().optional() });
const answered = z.object({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });

export type Meter = { calls: string[]; units: number };

/** Asks DynamoDB for what each call costs, and keeps the sum. */
export function meter(client: DynamoDBClient): Meter {
  const kept: Meter = { calls: [], units: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity: used = [] } = answered.parse(result.output);
      kept.calls.push(String(context.commandName).replace(/Command$/, ''));
      kept.units += [used].flat().reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
      return result;
    },
    { step: 'initialize', name: 'meter', priority: 'high' },
  );
  return kept;
}

const plain = <R>(): ActOptions<R> => ({ answer: () => ({ status: 200, headers: {}, body: '' }) });

/**
 * DynamoDB calls and consumed capacity of each operation and each alarm, in a container that is warm: directory, members
 * and settings are cached, as for all but the first request of a minute.
 */
export async function benchCalls(): Promise<Map<string, { calls: number; units: number }>> {
  const engine = await startEngine();
  const client = engine.direct();
  const kept = meter(client);
  const world = {
    store: openStore({ table: engine.tableName, timeZone: 'Asia/Ho_Chi_Minh', client }),
    settings: { timeZone: 'Asia/Ho_Chi_Minh', calendarMode: 'official' as const, bootstrapAdmin: 'admin' },
    log: { info: () => {}, error: () => {}, metric: () => {} },
    startLadder: async () => {},
    post: async () => ({ id: 'ses-1' }),
    from: 'don-doc@example.com',
    publicUrl: 'https://example.com',
    allowList: [],
    newSecret: () => 'a secret of the bench, and of no other system',
  };
  let at = '2026-11-23T02:00:00.000Z';
  let number = 0;
  const command = <Input>(userId: string, input: Input): Command<Input> => ({
    actor: { kind: 'user', userId },
    at,
    id: `bench-${number++}`,
    input,
  });
  const rows: string[][] = [];
  const costs = new Map<string, { calls: number; units: number }>();
  const measure = async (name: string, work: () => Promise<unknown>) => {
    kept.calls.length = 0;
    kept.units = 0;
    await work();
    costs.set(name, { calls: kept.calls.length, units: kept.units });
    rows.push(row(name, kept.calls.length, kept.units, kept.calls.join(' ')));
  };

  const admin = await principalOf(world, 'admin', at);
  const unitOf = async (code: string, kind: 'authority' | 'office' | 'unit') => {
    const input = { code, name: `Đơn vị ${code}`, kind, validFrom: '2020-01-01' };
    const { unit } = await createUnit(world, admin, command('admin', input), plain());
    for (const role of ['head', 'officer'] as const)
      await placeMember(
        world,
        admin,
        command('admin', { name: role, email: `${code}.${role}@example.com`, roles: [role], locale: 'vi' }),
        { unitId: unit.id, userId: `${code}.${role}` },
        { onlyNew: false },
      );
    return unit.id;
  };
  const assignerId = await unitOf('TT', 'authority');
  await unitOf('VPTU', 'office');
  const lead = await unitOf('STC', 'unit');
  const create = async () => {
    const clerk = await principalOf(world, 'VPTU.officer', at);
    const input = {
      ...{ content: 'Rà soát, báo cáo kết quả thực hiện', leadUnitIds: [lead], assignerId },
      deadline: { workingDays: 10 },
    };
    const { tasks } = await registerTask(world, clerk, command('VPTU.officer', input), plain());
    const [made] = tasks;
    if (!made) throw new Error('a task was registered');
    return made.task.id;
  };
  const accept = async (taskId: string) => {
    const officer = await principalOf(world, 'STC.officer', at);
    await act(world, officer, command('STC.officer', {}), taskId, deeds.accept, plain());
  };
  const progress = async (taskId: string) => {
    const officer = await principalOf(world, 'STC.officer', at);
    const input = { note: 'Đang thực hiện' };
    await act(world, officer, command('STC.officer', input), taskId, deeds.progress, plain());
  };
  const principalDuty = async (taskId: string) => {
    const open = (await loadTask(world.store, taskId))?.obligations.find((each) => each.kind === 'perform');
    if (!open?.next || !open.due) throw new Error('the task has a duty with an alarm');
    return { obligation: open, next: open.next, due: open.due };
  };
  const ring = async (taskId: string) => {
    const { obligation, next } = await principalDuty(taskId);
    at = next.at;
    return { obligationId: obligation.id, taskId, at: next.at };
  };

  // The first task warms the container, the second is measured.
  const warm = await create();
  await accept(warm);
  let taskId = '';
  await measure('create a task', async () => {
    taskId = await create();
  });
  await measure('read a task', () => loadTask(world.store, taskId));
  await measure('accept', () => accept(taskId));
  await measure('report progress', () => progress(taskId));
  await remind(world, await ring(warm), at);
  const reminder = await ring(taskId);
  await measure('alarm: a reminder is planned', () => remind(world, reminder, at));
  await measure('alarm: the same again (stale)', () => remind(world, reminder, at));
  const morning = { personId: 'STC.officer', morning: at.slice(0, 10) };
  await measure('mail: two matters, one mail', () => mail(world, morning, at, 'bench'));
  for (let alarm = await ring(taskId); ; alarm = await ring(taskId)) {
    const { next } = await principalDuty(taskId);
    if (next.by === 'escalate') break;
    if (next.alarm === 'deadline')
      await measure('alarm: the deadline passes', () => remind(world, alarm, at));
    else await remind(world, alarm, at);
  }
  const { obligation, due } = await principalDuty(taskId);
  const ladder = { taskId, obligationId: obligation.id, due: due.at, attempt: 1 };
  await measure('ladder: urging #1', () => escalate(world, ladder, at));
  await measure('ladder: asked again', () => escalate(world, ladder, at));
  table('DynamoDB calls and consumed capacity units, warm container', ['', 'calls', 'units', 'which'], rows);
  await engine.close();
  return costs;
}
