import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { deeds } from '../../shared/actions/deeds.ts';
import type { NewDirective } from '../../shared/actions/register.ts';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { Unit } from '../../shared/domain/unit.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Loop, type LoopSetting, startLoop } from '../support/loop.ts';
import { sampleStaff, sampleUnits } from '../support/organisation.ts';
import { outcomeOf } from '../support/outcome.ts';

/** A document of the Standing Committee, registered by the office, with these tasks for the finance department. */
export const directive = (tasks: Partial<NewTask>[] = []): NewDirective => ({
  number: '15-CT/TU',
  issuedOn: '2026-11-09',
  issuerId: 'unt_TT',
  title: 'Chỉ thị về sắp xếp nhà, đất dôi dư',
  classification: 'normal',
  tasks: tasks.map((task) => ({
    content: 'Trình phương án sắp xếp các cơ sở nhà, đất dôi dư',
    product: 'Tờ trình',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    ...task,
  })),
});

const few = ['TT', 'VPTU', 'BNC', 'BCS-UBND', 'STC', 'SXD'];
/** As much of the organisation as a story needs; a start costs a call per person. */
export const fewUnits = (): Unit[] => sampleUnits().filter(({ code }) => few.includes(code));

export async function withLoop<Result>(
  setting: LoopSetting,
  story: (loop: Loop) => Promise<Result>,
): Promise<Result> {
  const units = setting.units ?? fewUnits();
  const loop = await startLoop({ units, staff: sampleStaff(units), ...setting });
  try {
    return await story(loop);
  } finally {
    await loop.close();
  }
}

export type Story = (loop: Loop) => Promise<void>;
export type Run = { outcome: string[]; calls: string[]; failures: string[]; metrics: Map<string, number> };

export function play(story: Story, setting: LoopSetting): Promise<Run> {
  return withLoop(setting, async (loop) => {
    const seeding = loop.calls.length;
    await story(loop);
    const { failures, metrics } = loop;
    return { outcome: await outcomeOf(loop), calls: loop.calls.slice(seeding), failures, metrics };
  });
}

/** Registered on Monday morning, accepted on Tuesday. */
export async function begun(loop: Loop, task: Partial<NewTask> = {}): Promise<string> {
  const [id = ''] = await loop.register(
    'usr_VPTU_officer',
    directive([{ deadline: { workingDays: 3 }, ...task }]),
  );
  await loop.advanceTo('2026-11-10', '10:00');
  await loop.act('usr_STC_officer', id, deeds.accept, {});
  return id;
}

/** The first duty that the task waits for. */
export async function openOne(loop: Loop, taskId: string): Promise<Obligation> {
  const found = (await loop.task(taskId)).obligations.find((each) => each.state === 'open');
  if (!found) throw new Error('nothing is open');
  return found;
}

/** Damages the table as a bad restore might: the open obligation waits for nothing. */
export async function forgetNext(loop: Loop, taskId: string): Promise<void> {
  const { id } = await openOne(loop, taskId);
  const { doc, table: TableName } = loop.store;
  const Key = keys.obligation(taskId, id);
  const UpdateExpression = 'REMOVE #next, gsi2pk, gsi2sk';
  await doc.send(
    new UpdateCommand({ TableName, Key, UpdateExpression, ExpressionAttributeNames: { '#next': 'next' } }),
  );
  await loop.stream.drain();
}
