import { startLocal } from '../../local/runtime.ts';
import { admin } from '../../tools/admin.ts';
import { targetOf } from '../e2e/local-target.ts';

/**
 * The whole application on the local runtime, and the operator's command line pointed at it. The clock stands at `at`
 * until a test moves it.
 * @param dataDir where it keeps what it stores; absent: in memory
 */
export async function openDeployment(at: string, dataDir?: string) {
  const runtime = await startLocal({ frozenAt: at, quiet: true, ...(dataDir !== undefined && { dataDir }) });
  const relay = runtime.application.functions.find(({ environment }) => environment.SCHEDULE_GROUP);
  if (!relay) throw new Error('No function has a schedule group');
  const { environment: env } = relay;
  const options = {
    '--table': env.TABLE_NAME,
    '--group': env.SCHEDULE_GROUP,
    '--role': env.SCHEDULER_ROLE_ARN,
    '--queue-url': env.ALARM_QUEUE_URL,
    '--queue-arn': env.ALARM_QUEUE_ARN,
    '--lost-schedules-arn': env.SCHEDULE_DLQ_ARN,
  };
  const where = Object.entries(options).flatMap(([option, value = '']) => [option, value]);
  return {
    runtime,
    target: targetOf(runtime),
    table: env.TABLE_NAME ?? '',
    group: env.SCHEDULE_GROUP ?? '',
    queueArn: env.ALARM_QUEUE_ARN ?? '',
    /** Runs `npm run admin -- ...words` on this deployment; `status` is its exit status, `text` all that it said. */
    async admin(...words: string[]): Promise<{ status: number; text: string }> {
      process.env.AWS_ENDPOINT_URL = runtime.endpoint;
      process.env.AWS_ENDPOINT_URL_DYNAMODB = runtime.dynamoDb;
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const status = await admin([...words, ...where], { say, complain: say, now: runtime.clock.now() });
      return { status, text: said.join('\n') };
    },
    close: runtime.close,
  };
}

export type Deployment = Awaited<ReturnType<typeof openDeployment>>;
