import { workOn } from '../../functions/jobs/work-on.ts';
import { escalate } from '../../shared/actions/escalate.ts';
import { runJob } from '../../shared/actions/jobs.ts';
import { type MailOutcome, mail } from '../../shared/actions/mail.ts';
import { type MailReceipt, recordReceipt } from '../../shared/actions/receipts.ts';
import { relay } from '../../shared/actions/relay.ts';
import { remind } from '../../shared/actions/remind.ts';
import { executionName } from '../../shared/clients/escalations.ts';
import type { AlarmMessage, JobMessage, MailMessage } from '../../shared/clients/queues.ts';
import { scheduleName } from '../../shared/clients/schedules.ts';
import type { Agenda } from './agenda.ts';
import type { Containers, FunctionName } from './containers.ts';
import type { Engine } from './engine.ts';
import {
  createBucket,
  createMachine,
  createMailService,
  createQueue,
  createScheduler,
  type Fate,
  type Moods,
  type ReceiptEvent,
} from './services.ts';
import { createStream } from './stream.ts';

/** See infra/service-stack.ts. */
const visibility = { alarm: 180, mail: 360, work: 1800 };
const leaseSeconds = 300;

const isoOf = (at: number) => new Date(at).toISOString();

export type WiringOptions = {
  moods: Moods;
  fate: Fate;
  loses: (event: ReceiptEvent) => boolean;
  gatherSeconds: number;
};

/** The functions with their triggers and clients, as the stacks connect them. */
export function wire(agenda: Agenda, engine: Engine, { functions }: Containers, options: WiringOptions) {
  const { moods, fate, loses, gatherSeconds } = options;
  const alarmName = ({ obligationId, at }: AlarmMessage) => `alarm ${obligationId} ${at}`;
  const jobName = ({ personId, morning }: MailMessage) => `mail job ${personId} ${morning}`;

  const outcomes: { job: MailMessage; outcome: MailOutcome }[] = [];
  const alarms = createQueue<AlarmMessage>(
    agenda,
    { name: 'alarms', visibilitySeconds: visibility.alarm, moods },
    ({ body, firstReceived }) =>
      functions.remind.invoke(async () => void (await remind(remindWorld, body, isoOf(firstReceived)))),
  );
  const jobs = createQueue<MailMessage>(
    agenda,
    { name: 'jobs', visibilitySeconds: visibility.mail, moods },
    ({ body, firstReceived, receives, messageId }) =>
      functions.mail.invoke(async () => {
        const at = isoOf(firstReceived + (receives - 1) * visibility.mail * 1000);
        outcomes.push({ job: body, outcome: await mail(mailWorld, body, at, messageId) });
      }),
  );
  const bucket = createBucket(functions.work.outward);
  const workWorld = { ...functions.work.world, files: bucket.files, leaseSeconds };
  const works = createQueue<JobMessage>(
    agenda,
    { name: 'works', visibilitySeconds: visibility.work, moods },
    ({ body, firstReceived, receives }) =>
      functions.work.invoke(async () => {
        const at = isoOf(firstReceived + (receives - 1) * visibility.work * 1000);
        await runJob(workWorld, body.jobId, at, workOn(workWorld));
      }),
  );
  const scheduler = createScheduler(agenda, moods, alarms.send);
  const machine = createMachine(agenda, (ladder, at) =>
    functions.escalate.invoke(() => escalate(functions.escalate.world, ladder, isoOf(at))),
  );
  const service = createMailService(agenda, { fate, moods }, async (event) => {
    if (!loses(event)) await receive(receiptOf(event));
  });
  const receive = (receipt: MailReceipt) =>
    functions.feedback.invoke(() => recordReceipt(functions.feedback.world, receipt));

  const ringAlarm = (by: FunctionName) => (alarm: AlarmMessage, delay?: number) =>
    functions[by].outward(`SendMessage ${alarmName(alarm)}`, () => alarms.send(alarm, delay));
  const orderMail = (by: FunctionName) => (job: MailMessage, delay?: number) =>
    functions[by].outward(`SendMessage ${jobName(job)}`, () => jobs.send(job, delay));
  const orderWork = (by: FunctionName) => (job: JobMessage, delay?: number) =>
    functions[by].outward(`SendMessage job ${job.jobId}`, () => works.send(job, delay));
  const startLadder = (by: FunctionName) => (ladder: Parameters<typeof machine.start>[0]) =>
    functions[by].outward(`StartExecution ${executionName(ladder)}`, () => machine.start(ladder));

  const relayWorld = {
    ...functions.relay.world,
    gatherSeconds,
    ringAlarm: ringAlarm('relay'),
    orderMail: orderMail('relay'),
    orderWork: orderWork('relay'),
    schedules: {
      set: (alarm: AlarmMessage) =>
        functions.relay.outward(`CreateSchedule ${scheduleName(alarm)}`, () =>
          scheduler.schedules.set(alarm),
        ),
      drop: (alarm: Pick<AlarmMessage, 'obligationId' | 'at'>) =>
        functions.relay.outward(`DeleteSchedule ${scheduleName(alarm)}`, () =>
          scheduler.schedules.drop(alarm),
        ),
    },
  };
  const remindWorld = { ...functions.remind.world, startLadder: startLadder('remind') };
  const sweepWorld = {
    ...functions.close.world,
    ringAlarm: ringAlarm('close'),
    orderMail: orderMail('close'),
    orderWork: orderWork('close'),
    startLadder: startLadder('close'),
  };
  const mailWorld = {
    ...functions.mail.world,
    post: (letter: Parameters<typeof service.post>[0]) =>
      functions.mail.outward(`SendEmail ${letter.envelopeId}`, () => service.post(letter)),
    from: 'Đôn Đốc <dondoc@example.vn>',
    publicUrl: 'https://dondoc.example.vn',
    allowList: [],
    newSecret: () => 'a secret of the tests, longer than thirty-two bytes',
  };

  const stream = createStream(agenda, engine.feed, (change, at) =>
    functions.relay.invoke(() => relay(relayWorld, change, at)),
  );

  return {
    alarms,
    jobs,
    works,
    bucket,
    outcomes,
    scheduler,
    machine,
    service,
    receive,
    stream,
    relayWorld,
    remindWorld,
    sweepWorld,
    mailWorld,
  };
}

/** What functions/feedback.ts makes of the event. */
export function receiptOf({ kind, mail: posted, at }: ReceiptEvent): MailReceipt {
  const common = { envelopeId: posted.envelopeId, sesId: posted.id, at };
  if (kind === 'bounced' || kind === 'complained')
    return {
      ...common,
      kind,
      address: posted.to,
      ...(kind === 'bounced' && { diagnosis: '550 5.1.1 user unknown' }),
    };
  return {
    ...common,
    kind,
    ...(kind === 'rejected' && { diagnosis: 'refused: Bad content' }),
    ...(kind === 'delayed' && { diagnosis: 'delayed: MailboxFull' }),
  };
}
