import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, type Deployment } from '../../tools/emulator/deploy.ts';

/** What goes on inside a deployment, which its users never see. */
const stackOf = ({ stage }: Pick<Deployment, 'stage'>) => `don-doc-${stage}`;

/** How the ladders of an obligation stand: `RUNNING`, `SUCCEEDED`, … */
export async function statesOfExecutions(deployment: Deployment, obligationId: string): Promise<string[]> {
  const client = new SFNClient(clientSettings(deployment));
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const lists = await Promise.all(
    stateMachines.map(({ stateMachineArn }) => client.send(new ListExecutionsCommand({ stateMachineArn }))),
  );
  client.destroy();
  return lists
    .flatMap(({ executions = [] }) => executions)
    .filter(({ name }) => name?.startsWith(obligationId))
    .map(({ status }) => status ?? '');
}

/** Names of the schedules that wait for their time. */
export async function schedulesOf(deployment: Deployment): Promise<string[]> {
  const client = new SchedulerClient(clientSettings(deployment));
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName: stackOf(deployment) }));
  client.destroy();
  return Schedules.map(({ Name }) => Name ?? '');
}

/** Queues, dead letters among them, in which anything is visible, delayed or being handled. */
export async function queuesWithMessages(deployment: Deployment): Promise<string[]> {
  const client = new SQSClient(clientSettings(deployment));
  const { QueueUrls = [] } = await client.send(
    new ListQueuesCommand({ QueueNamePrefix: `${stackOf(deployment)}-` }),
  );
  const busy = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const { Attributes = {} } = await client.send(command);
      const counts = Object.entries(Attributes).filter(([key]) => /^ApproximateNumber/.test(key));
      return counts.some(([, count]) => Number(count) > 0) ? [QueueUrl] : [];
    }),
  );
  client.destroy();
  return busy.flat();
}
