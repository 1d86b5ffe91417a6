import { act, type Deed } from '../../shared/actions/act.ts';
import { principalOf } from '../../shared/actions/context.ts';
import { escalate } from '../../shared/actions/escalate.ts';
import { type MailOutcome, mail } from '../../shared/actions/mail.ts';
import { type MailReceipt, recordReceipt } from '../../shared/actions/receipts.ts';
import { type NewDirective, registerDirective } from '../../shared/actions/register.ts';
import { relay } from '../../shared/actions/relay.ts';
import { remind } from '../../shared/actions/remind.ts';
import { type Swept, sweep } from '../../shared/actions/sweep.ts';
import type { World } from '../../shared/actions/world.ts';
import { executionName } from '../../shared/clients/escalations.ts';
import type { AlarmMessage, MailMessage } from '../../shared/clients/queues.ts';
import { scheduleName } from '../../shared/clients/schedules.ts';
import { addWorkingDays, instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import type { Aggregate, Command } from '../../shared/domain/change.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import { defaultCalendar } from '../../shared/domain/default-calendar.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Member, Unit } from '../../shared/domain/unit.ts';
import { openStore } from '../../shared/store/client.ts';
import { putMember } from '../../shared/store/members.ts';
import { loadTask } from '../../shared/store/tasks.ts';
import { createUnits } from '../../shared/store/units.ts';
import { createAgenda } from './agenda.ts';
import { createWatch, type Strikes } from './crashes.ts';
import { type Engine, startEngine } from './engine.ts';
import { sampleStaff, sampleUnits } from './organisation.ts';
import {
  calm,
  createMachine,
  createMailService,
  createQueue,
  createScheduler,
  type Fate,
  type Moods,
  type ReceiptEvent,
} from './services.ts';
import { createStream } from './stream.ts';

const calendar = defaultCalendar;
const visibility = { alarm: 180, mail: 360 };

export type LoopSetting = {
  /** The clock at the start; default 09:00 on Monday 2026-11-09. */
  at?: Instant;
  units?: Unit[];
  staff?: Map<string, Member[]>;
  strikes?: Strikes;
  moods?: Moods;
  /** Order among what falls on the same moment. */
  rank?: () => number;
  /** What becomes of mail to an address. */
  fate?: Fate;
  /** Receipts that never arrive. */
  loses?: (event: ReceiptEvent) => boolean;
  /** The days on which the morning's sweep runs; default all. */
  sweepsOn?: (date: LocalDate) => boolean;
  gatherSeconds?: number;
};

export type Loop = Awaited<ReturnType<typeof startLoop>>;

/**
 * The real actions on the real embedded table, with AWS's services in memory around them, on one virtual clock: what
 * runs in the cloud, less the handlers. Close it when done.
 */
export async function startLoop(setting: LoopSetting = {}) {
  const { moods = calm, fate = delivered, gatherSeconds = 300, sweepsOn = () => true } = setting;
  const agenda = createAgenda(
    Date.parse(setting.at ?? instantAt(calendar, '2026-11-09', '09:00')),
    setting.rank,
  );
  const engine = await startEngine({ now: () => Math.round(agenda.now()) });
  const watch = createWatch(setting.strikes ?? (() => undefined));
  const metrics = new Map<string, number>();
  const failures: string[] = [];
  const clients = [engine.client];
  let commands = 0;
  let down = false;

  /** A function of its own: own container, own caches, own calls to be struck. */
  function functionOf(name: string) {
    const watched = watch.watched(name);
    const client = watched.watch(engine.direct());
    clients.push(client);
    const world: World = {
      store: openStore({ table: engine.tableName, client }),
      settings: { timeZone: calendar.timeZone, calendarMode: 'official' },
      log: {
        info: () => {},
        error: () => {},
        metric: (metric, value) => metrics.set(metric, (metrics.get(metric) ?? 0) + value),
      },
    };
    const invoke = async <T>(work: () => Promise<T>): Promise<T> => {
      if (down) throw new Error('functions are down');
      try {
        return await watched.invoke(work);
      } catch (error) {
        failures.push(
          `${agenda.iso()} ${name}: ${error instanceof Error ? `${error.name} ${error.message}` : error}`,
        );
        throw error;
      }
    };
    return { world, invoke, outward: watched.outward };
  }
  const functions = {
    api: functionOf('api'),
    relay: functionOf('relay'),
    remind: functionOf('remind'),
    escalate: functionOf('escalate'),
    mail: functionOf('mail'),
    feedback: functionOf('feedback'),
    close: functionOf('close'),
  };
  type Name = keyof typeof functions;
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
  const scheduler = createScheduler(agenda, moods, alarms.send);
  const machine = createMachine(agenda, (ladder, at) =>
    functions.escalate.invoke(() => escalate(functions.escalate.world, ladder, isoOf(at))),
  );
  const service = createMailService(agenda, { fate, moods }, async (event) => {
    if (!setting.loses?.(event)) await receive(receiptOf(event, agenda.iso()));
  });
  const receive = (receipt: MailReceipt) =>
    functions.feedback.invoke(() => recordReceipt(functions.feedback.world, receipt));

  const ringAlarm = (by: Name) => (alarm: AlarmMessage, delay?: number) =>
    functions[by].outward(`SendMessage ${alarmName(alarm)}`, () => alarms.send(alarm, delay));
  const orderMail = (by: Name) => (job: MailMessage, delay?: number) =>
    functions[by].outward(`SendMessage ${jobName(job)}`, () => jobs.send(job, delay));
  const startLadder = (by: Name) => (ladder: Parameters<typeof machine.start>[0]) =>
    functions[by].outward(`StartExecution ${executionName(ladder)}`, () => machine.start(ladder));

  const relayWorld = {
    ...functions.relay.world,
    gatherSeconds,
    ringAlarm: ringAlarm('relay'),
    orderMail: orderMail('relay'),
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

  const swept: { at: Instant; swept: Swept }[] = [];
  const sweepNow = async (at = agenda.iso()) => {
    const result = await functions.close.invoke(() => sweep(sweepWorld, at));
    swept.push({ at, swept: result });
    return result;
  };
  function planSweep(date: LocalDate): void {
    const at = instantAt(calendar, date, '08:30');
    const attempt = async (failed: number): Promise<void> => {
      try {
        await sweepNow(at);
      } catch {
        // Lambda tries an asynchronous event twice more.
        if (failed < 2) agenda.plan(agenda.now() + (failed + 1) * 60_000, () => attempt(failed + 1));
      }
    };
    agenda.plan(Date.parse(at), async () => {
      planSweep(dateOfDay(dayNumber(date) + 1));
      if (sweepsOn(date)) await attempt(0);
    });
  }
  planSweep(localDateOf(calendar, agenda.iso()));

  const units = setting.units ?? sampleUnits();
  const { store } = functions.api.world;
  await createUnits(store, units, { at: agenda.iso() });
  const members = [...(setting.staff ?? sampleStaff(units)).values()].flat();
  await Promise.all(members.map((member) => putMember(store, null, member)));
  await stream.drain();

  const commandOf = <Input>(userId: string, input: Input): Command<Input> => {
    commands += 1;
    return { actor: { kind: 'user', userId }, at: agenda.iso(), id: `cmd-${commands}`, input };
  };
  const answer = () => ({ status: 200, headers: {}, body: '' });
  const advance = async (to: Instant) => {
    await stream.drain();
    await agenda.advance(Date.parse(to));
  };

  return {
    agenda,
    engine,
    calendar,
    calls: watch.calls,
    metrics,
    failures,
    outcomes,
    alarms,
    jobs,
    scheduler,
    machine,
    mails: service.mails,
    lostReceipts: service.lost,
    lostChanges: stream.lost,
    stream,
    swept,
    receive,
    sweepNow,
    functions,
    remindWorld,
    mailWorld,
    relayWorld,
    sweepWorld,
    store,
    now: agenda.iso,
    advance,
    advanceTo: (date: LocalDate, time = '09:00') => advance(instantAt(calendar, date, time)),
    advanceWorkingDays: (days: number, time = '09:00') =>
      advance(instantAt(calendar, addWorkingDays(calendar, localDateOf(calendar, agenda.iso()), days), time)),
    /** Every function fails from now on, or works again. */
    setDown: (value: boolean) => {
      down = value;
    },
    async register(userId: string, input: NewDirective): Promise<string[]> {
      const { invoke, world } = functions.api;
      const command = commandOf(userId, input);
      const { tasks } = await invoke(async () =>
        registerDirective(world, await principalOf(world, userId, command.at), command, { answer }),
      );
      await stream.drain();
      return tasks.map(({ task }) => task.id);
    },
    async act<Input>(userId: string, taskId: string, deed: Deed<Input>, input: Input): Promise<Aggregate> {
      const { invoke, world } = functions.api;
      const command = commandOf(userId, input);
      const acted = await invoke(async () =>
        act(world, await principalOf(world, userId, command.at), command, taskId, deed, { answer }),
      );
      await stream.drain();
      return acted.aggregate;
    },
    async task(taskId: string): Promise<Aggregate> {
      const found = await loadTask(store, taskId);
      if (!found) throw new Error(`no task ${taskId}`);
      return found;
    },
    async close(): Promise<void> {
      for (const client of clients) client.destroy();
      await engine.close();
    },
  };
}

const isoOf = (at: number) => new Date(at).toISOString();

const delivered: Fate = () => ({ kind: 'delivered', after: 5 });

/** What functions/feedback.ts makes of the event. */
export function receiptOf({ kind, mail: posted }: ReceiptEvent, at: Instant): MailReceipt {
  const common = { envelopeId: posted.envelopeId, sesId: posted.id, at };
  if (kind === 'send' || kind === 'delivered') return { ...common, kind };
  return {
    ...common,
    kind,
    address: posted.to,
    ...(kind === 'bounced' && { diagnosis: '550 5.1.1 user unknown' }),
  };
}
export type { Engine };
