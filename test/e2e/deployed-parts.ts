import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type Objects, openObjects } from '../../shared/clients/objects.ts';
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

/** Whether one of the deployment's rules would hand this event on. SES's own events cannot be put on the bus by others. */
export async function isAwaited(deployment: Deployment, event: object): Promise<boolean> {
  const { endpoint, region } = deployment;
  const call = async (operation: string, input: object): Promise<unknown> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: unsigned('events', region),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return response.json();
  };
  const { Rules } = z
    .object({ Rules: z.array(z.object({ EventPattern: z.string().optional() })) })
    .parse(await call('ListRules', { NamePrefix: `${stackOf(deployment)}-` }));
  const complete = { id: '1', account: '000000000000', region, resources: [], ...event };
  const results = await Promise.all(
    Rules.map(({ EventPattern }) =>
      call('TestEventPattern', { EventPattern, Event: JSON.stringify(complete) }),
    ),
  );
  return results.some((result) => Object(result).Result === true);
}

/** Calls the function of this logical id (without CDK's hash) as a service of AWS would, and returns its answer. */
export async function invoke(deployment: Deployment, logicalId: string, event: unknown): Promise<unknown> {
  const { endpoint, region } = deployment;
  const headers = { authorization: unsigned('lambda', region) };
  const listed = await fetch(`${endpoint}/2015-03-31/functions?MaxItems=500`, { headers });
  const { Functions } = z
    .object({ Functions: z.array(z.object({ FunctionName: z.string() })) })
    .parse(await listed.json());
  const found = Functions.find(({ FunctionName }) =>
    FunctionName.startsWith(`${stackOf(deployment)}-${logicalId}`),
  );
  const response = await fetch(`${endpoint}/2015-03-31/functions/${found?.FunctionName}/invocations`, {
    method: 'POST',
    headers,
    body: JSON.stringify(event),
  });
  return response.json();
}

/** The bucket of records. */
export function objectsOf({ endpoint, region, recordsBucket }: Deployment): Objects {
  Object.assign(process.env, { AWS_REGION: region });
  return openObjects(recordsBucket, endpoint);
}

/** By this the emulator knows which service is meant; it does not look at the signature. */
export function unsigned(service: string, region: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20261123/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}
