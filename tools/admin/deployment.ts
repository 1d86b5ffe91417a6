import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { isTimeZone } from '../../shared/domain/zone.ts';
import { OperatorFault } from './fault.ts';

/** What a command may have to know of a deployment: the option that says it, and the output of the stacks that does. */
export const places = {
  table: 'TableName',
  'time-zone': 'TimeZone',
  'calendar-mode': 'CalendarMode',
  group: 'ScheduleGroup',
  role: 'SchedulerRoleArn',
  'queue-url': 'AlarmQueueUrl',
  'queue-arn': 'AlarmQueueArn',
  'lost-schedules-arn': 'LostSchedulesArn',
} as const;

export const ofTable = z.object({
  table: z.string(),
  'time-zone': z
    .string()
    .refine(isTimeZone, { error: 'this is no time zone such as Asia/Ho_Chi_Minh' })
    .default('Asia/Ho_Chi_Minh'),
  'calendar-mode': z
    .enum(['official', 'always-open'], { error: 'this is neither official nor always-open' })
    .default('official'),
});
export const ofSchedules = z.object({
  group: z.string(),
  role: z.string(),
  'queue-url': z.string(),
  'queue-arn': z.string(),
  'lost-schedules-arn': z.string(),
});

type Options = Record<string, unknown>;

/** The options of the command line, completed by the outputs of the stack that `--stack` names. An option has the last word. */
export async function locate(options: Options): Promise<Options> {
  const { stack } = options;
  if (typeof stack !== 'string') return options;
  const outputs = { ...(await outputsOf(`${stack}-data`)), ...(await outputsOf(stack)) };
  const found = Object.entries(places).map(([option, output]) => [option, outputs[output]]);
  return { ...Object.fromEntries(found), ...options };
}

/** @throws OperatorFault that names the options that are missing or wrong */
export function need<Shape extends z.ZodType>(schema: Shape, options: Options): z.infer<Shape> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const named = (wanted: boolean) =>
    parsed.error.issues.filter(({ path }) => (options[path.join('')] === undefined) === wanted);
  const [wrong] = named(false);
  if (wrong) {
    const option = wrong.path.join('');
    throw new OperatorFault(`--${option} ${options[option]}: ${wrong.message}.`);
  }
  const missing = named(true)
    .map(({ path }) => `--${path.join('')}`)
    .join(', ');
  throw new OperatorFault(
    typeof options.stack === 'string'
      ? `The outputs of ${options.stack} lack what ${missing} would say: deploy it again, or give the option.`
      : `Which deployment? Give --stack NAME (such as don-doc-dev), or ${missing}.`,
  );
}

async function outputsOf(StackName: string): Promise<Record<string, string | undefined>> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } finally {
    client.destroy();
  }
}
