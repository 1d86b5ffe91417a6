import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../shared/clients/queues.ts';
import { scheduleName } from '../../shared/clients/schedules.ts';
import { admin } from '../../tools/admin.ts';
import type { Office } from '../e2e/office.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { storyBegins, threeTasks } from './story.ts';

let deployment: Deployment;
let client: SchedulerClient;
let taskIds: string[];
let office: Office;

beforeAll(async () => {
  deployment = await openDeployment(storyBegins);
  client = new SchedulerClient({ endpoint: deployment.runtime.endpoint });
  ({ office, taskIds } = await threeTasks(deployment));
});
afterAll(() => deployment?.close());

const names = async () => {
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName: deployment.group }));
  return Schedules.map(({ Name = '' }) => Name).sort();
};
const add = (Name: string, input: string) =>
  client.send(
    new CreateScheduleCommand({
      Name,
      GroupName: deployment.group,
      ScheduleExpression: 'at(2027-01-15T01:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: deployment.queueArn, RoleArn: 'arn:aws:iam::000000000000:role/x', Input: input },
    }),
  );

describe('schedules reconcile', () => {
  it('finds nothing to do where all is well', async () => {
    const { status, text } = await deployment.admin('schedules', 'reconcile');
    expect(text).toBe('2 alarms to come; 0 have no schedule, 0 schedules are left over.');
    expect(status).toBe(0);
  });

  it('says what it would do, does it when told, and leaves alone what is not ours', async () => {
    const asMirrored = await names();
    const [lost = ''] = asMirrored;
    await client.send(new DeleteScheduleCommand({ Name: lost, GroupName: deployment.group }));
    const gone: AlarmMessage = {
      obligationId: 'obl_gone',
      taskId: 'tsk_gone',
      at: '2027-01-15T01:00:00.000Z',
    };
    await add(scheduleName(gone), JSON.stringify(gone));
    await add('somebody-elses', '"hello"');
    const damaged = await names();

    const dry = await deployment.admin('schedules', 'reconcile');
    expect(dry.status).toBe(1);
    expect(dry.text).toContain('2 alarms to come; 1 have no schedule, 1 schedules are left over.');
    expect(dry.text).toMatch(new RegExp(`missing   (${taskIds.join('|')}) at 2026-1`));
    expect(dry.text).toContain('left over tsk_gone at 2027-01-15T01:00:00.000Z');
    expect(dry.text).toContain('not ours, left alone: somebody-elses');
    expect(await names()).toEqual(damaged);

    const applied = await deployment.admin('schedules', 'reconcile', '--apply');
    expect(applied).toMatchObject({ status: 0 });
    expect(applied.text).toContain('Created 1, rang 0 that were overdue, deleted 1.');
    expect(await names()).toEqual([...asMirrored, 'somebody-elses'].sort());
  });

  it('rings at once what is overdue', async () => {
    for (const Name of await names())
      await client.send(new DeleteScheduleCommand({ Name, GroupName: deployment.group }));
    // The reminder of 3 December is missed, and the sweep of that day has not yet run.
    await deployment.target.until('2026-12-03T01:20:00.000Z');
    const officer = await office.person('vptu.officer');
    const reminded = async () =>
      JSON.stringify((await officer('GET', `/tasks/${taskIds[1]}/messages`)).body).includes(
        '"plannedAt":"2026-12-03T08:20',
      );
    expect(await reminded()).toBe(false);
    const applied = await deployment.admin('schedules', 'reconcile', '--apply');
    expect(applied.text).toContain('rang 1 that were overdue');
    await deployment.target.until('2026-12-03T01:29:00.000Z');
    expect(await reminded()).toBe(true);
  });

  it('asks for what it was not told', async () => {
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const line = ['schedules', 'reconcile', '--table', 'x'];
    expect(await admin(line, { say, complain: say, now: new Date(storyBegins) })).toBe(1);
    expect(said).toEqual([
      'Which deployment? Give --stack NAME (such as don-doc-dev), or --group, --role, --queue-url, --queue-arn, --lost-schedules-arn.',
    ]);
  });
});
