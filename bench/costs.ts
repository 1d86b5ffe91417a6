import { benchCalls } from './calls.ts';
import { row, table } from './print.ts';

/**
 * What a task does to the system in a month, on average over the open ones. Ours, to be replaced by what a deployment
 * sees: every number that follows is these times what the code was just measured to use.
 */
const month = {
  /** Registered and closed per open task: a task lives four months. */
  turnover: 0.25,
  /** Requests that read, by people and by programs that synchronise. */
  reads: 20,
  progress: 1,
  /** Notices, reminders and deadlines of all its duties. */
  alarms: 4,
  urgings: 0.5,
  /** Matters in mails, and matters in one mail. */
  matters: 3,
  mattersPerMail: 3,
};

/** US dollars, list prices of us-east-1 as known in November 2026; check them before relying on the sums. */
const price = {
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  request: 0.2e-6,
  gigabyteSecond: 0.0000133334,
  httpRequest: 1e-6,
  queueRequest: 0.4e-6,
  schedule: 1e-6,
  transition: 25e-6,
  mail: 0.1e-3,
  storedGigabyte: 0.25,
  backedUpGigabyte: 0.2,
  loggedGigabyte: 0.5,
};

/** Seconds that an invocation lasts, with some room above what was measured on one machine. */
const invocation = { seconds: 0.05, gigabytes: 0.5 };
/** A queue message is sent, received and deleted. */
const queueCalls = 3;
const kilobytesPerTask = 12;

/** Dollars a month per service, for two sizes. */
export async function benchCosts(): Promise<void> {
  const measured = await benchCalls();
  const units = (name: string) => {
    const found = measured.get(name);
    if (!found) throw new Error(`'${name}' was not measured`);
    return found.units;
  };
  const sizes = [25_000, 1_000_000].map((open) => {
    const created = open * month.turnover;
    const actions = created * 3 + open * month.progress;
    const alarms = open * month.alarms;
    const urgings = open * month.urgings;
    const mails = (open * month.matters) / month.mattersPerMail;
    const writes =
      created * (units('create a task') + units('accept') * 3) +
      open * month.progress * units('report progress') +
      alarms * units('alarm: a reminder is planned') +
      urgings * units('ladder: urging #1') +
      mails * units('mail: two matters, one mail');
    const reads = open * month.reads + actions + alarms + urgings;
    const http = open * month.reads + created + actions;
    // The stream hands over about five records per commit, a hundred to a batch.
    const commits = created + actions + alarms + urgings + mails;
    const invocations = http + alarms + urgings + mails * 3 + (commits * 5) / 20;
    const stored = (open * 3 * kilobytesPerTask) / 1e6;
    return {
      'DynamoDB writes': writes * price.writeUnit,
      'DynamoDB reads': reads * price.readUnit,
      'DynamoDB storage and backup': stored * (price.storedGigabyte + price.backedUpGigabyte),
      Lambda:
        invocations * (price.request + invocation.seconds * invocation.gigabytes * price.gigabyteSecond),
      'API Gateway': http * price.httpRequest,
      'SQS and Scheduler': (alarms + mails) * queueCalls * price.queueRequest + alarms * price.schedule,
      'Step Functions': urgings * 3 * price.transition,
      SES: mails * price.mail,
      'CloudWatch logs': invocations * 1.5e-6 * price.loggedGigabyte,
    };
  });
  const names = Object.keys(sizes[0] ?? {});
  const cost = (size: Record<string, number>, name: string) => size[name] ?? 0;
  table(
    'US dollars a month, from the units measured above',
    ['', '25,000 open tasks', '1,000,000 open tasks'],
    [
      ...names.map((name) => row(name, ...sizes.map((size) => cost(size, name).toFixed(2)))),
      row(
        'in all',
        ...sizes.map((size) => names.reduce((sum, name) => sum + cost(size, name), 0).toFixed(2)),
      ),
    ],
  );
}
