import { assignTask, type Office, openOffice } from '../e2e/office.ts';
import type { Deployment } from './deployment.ts';

/** 08:00 in Hanoi, the hour of mails. */
export const morning = (date: string) => `${date}T01:00:00.000Z`;
export const storyBegins = morning('2026-11-23');

/** Three tasks that differ in what waits for whom: not accepted, under way, past the first urging. */
export async function threeTasks({ target }: Deployment): Promise<{ office: Office; taskIds: string[] }> {
  const office = await openOffice(target);
  const lead = await office.person('stc.officer');
  const accepted = async (workingDays: number) => {
    const { taskId } = await assignTask(office, { deadline: { workingDays, from: office.today } });
    const answer = await lead('POST', `/tasks/${taskId}/acceptance`, {});
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return taskId;
  };
  const late = await accepted(2);
  const underWay = await accepted(10);
  await target.until('2026-11-27T04:00:00.000Z');
  const { taskId: fresh } = await assignTask(office, { deadline: { workingDays: 20, from: '2026-11-27' } });
  await target.settled();
  return { office, taskIds: [late, underWay, fresh] };
}
