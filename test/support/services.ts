import type { MailReceipt } from '../../shared/actions/receipts.ts';
import type { Ladder, StartLadder } from '../../shared/clients/escalations.ts';
import { executionName } from '../../shared/clients/escalations.ts';
import type { Objects } from '../../shared/clients/objects.ts';
import type { Mail, Post } from '../../shared/clients/post.ts';
import type { AlarmMessage, Enqueue } from '../../shared/clients/queues.ts';
import { type Schedules, scheduleName } from '../../shared/clients/schedules.ts';
import type { Agenda } from './agenda.ts';

/**
 * The AWS services around the table, as far as their promises go, in memory and on the virtual clock: at least once,
 * in no order, tried again after failures, given up after too many. They stand in for AWS, not for anything of ours.
 */

const seconds = (count: number) => count * 1000;

/** What makes a service show its worse side; drawn once per occasion. All never by default. */
export type Moods = {
  /** A message is delivered although it was handled already; a schedule fires twice. */
  twice: () => boolean;
  /** Seconds by which a delivery is late. */
  late: () => number;
};
export const calm: Moods = { twice: () => false, late: () => 0 };

export type Delivery<Body> = { body: Body; messageId: string; receives: number; firstReceived: number };

/** A standard queue with its consumer and dead-letter queue; see infra/constructs/queue.ts for the numbers. */
export function createQueue<Body>(
  agenda: Agenda,
  options: { name: string; visibilitySeconds: number; moods: Moods },
  consume: (delivery: Delivery<Body>) => Promise<void>,
) {
  const { name, visibilitySeconds, moods } = options;
  const maxReceives = 5;
  const dead: Body[] = [];
  let sent = 0;
  let waiting = 0;

  async function deliver(message: Delivery<Body>): Promise<void> {
    if (message.receives === maxReceives) {
      dead.push(message.body);
      waiting -= 1;
      return;
    }
    const delivery = {
      ...message,
      receives: message.receives + 1,
      firstReceived: message.firstReceived || agenda.now(),
    };
    const again = () => agenda.plan(agenda.now() + seconds(visibilitySeconds), () => deliver(delivery));
    try {
      await consume(delivery);
    } catch {
      again();
      return;
    }
    if (moods.twice()) again();
    else waiting -= 1;
  }

  const send: Enqueue<Body> = async (body, delaySeconds = 0) => {
    if (delaySeconds < 0 || delaySeconds > 900) throw new RangeError(`DelaySeconds ${delaySeconds}`);
    sent += 1;
    waiting += 1;
    const message = { body, messageId: `${name}-${sent}`, receives: 0, firstReceived: 0 };
    agenda.plan(agenda.now() + seconds(delaySeconds + moods.late()), () => deliver(message));
  };
  return { send, dead, waiting: () => waiting };
}

/** One-time schedules that delete themselves when they have fired. Refuses the past; knows a name once. */
export function createScheduler(agenda: Agenda, moods: Moods, ring: Enqueue<AlarmMessage>) {
  const waiting = new Map<string, AlarmMessage>();

  async function fire(name: string, alarm: AlarmMessage): Promise<void> {
    if (waiting.get(name) !== alarm) return;
    waiting.delete(name);
    await ring(alarm);
    if (moods.twice()) await ring(alarm);
  }
  const schedules: Schedules = {
    async set(alarm) {
      const name = scheduleName(alarm);
      const at = Math.ceil(Date.parse(alarm.at) / 60_000) * 60_000;
      // Scheduler checks the name before the time only for names that it knows.
      if (waiting.has(name)) return true;
      if (at <= agenda.now()) return false;
      waiting.set(name, alarm);
      agenda.plan(at + seconds(moods.late()), () => fire(name, alarm));
      return true;
    },
    async drop(alarm) {
      waiting.delete(scheduleName(alarm));
    },
  };
  return { schedules, waiting };
}

type Answer = { status: 'wait'; wakeAt: string } | { status: 'done'; reason: string };
export type Execution = { ladder: Ladder; status: 'running' | 'succeeded' | 'failed' };

/** The machine of infra/escalation.asl.json: Step, Done?, WaitUntil, with its retries. */
export function createMachine(agenda: Agenda, step: (ladder: Ladder, at: number) => Promise<Answer>) {
  const executions = new Map<string, Execution>();

  function enter(execution: Execution, at: number): void {
    agenda.plan(at, async () => {
      // The state's own time: a retry of the same state has the time of the first attempt.
      const entered = agenda.now();
      await attempt(execution, entered, 0);
    });
  }
  async function attempt(execution: Execution, entered: number, failures: number): Promise<void> {
    if (execution.status !== 'running') return;
    try {
      const answer = await step(execution.ladder, entered);
      if (answer.status === 'done') execution.status = 'succeeded';
      else enter(execution, Date.parse(answer.wakeAt));
    } catch {
      if (failures === 6) execution.status = 'failed';
      else {
        const pause = Math.min(10 * 3 ** failures, 1800);
        agenda.plan(agenda.now() + seconds(pause), () => attempt(execution, entered, failures + 1));
      }
    }
  }
  const start: StartLadder = async (ladder) => {
    const name = executionName(ladder);
    if (executions.has(name)) return;
    const execution: Execution = { ladder, status: 'running' };
    executions.set(name, execution);
    enter(execution, agenda.now());
  };
  /** An execution dies without a word, as after a service's outage. */
  const kill = (name: string) => {
    const execution = executions.get(name);
    if (execution) execution.status = 'failed';
  };
  return { start, executions, kill };
}

export type Posted = Mail & { at: string; id: string };
export type ReceiptEvent = {
  kind: MailReceipt['kind'];
  mail: Posted;
  /** When it happened, however late it is told. */
  at: string;
};

/** What becomes of a mail, and after how many seconds that is known. */
export type Fate = (mail: Posted) => { kind: Exclude<MailReceipt['kind'], 'send'>; after: number };

/** Takes mail, and tells through `report` what became of it: taken at once, delivered or not a few seconds later. */
export function createMailService(
  agenda: Agenda,
  options: { fate: Fate; moods: Moods },
  report: (event: ReceiptEvent) => Promise<void>,
) {
  const mails: Posted[] = [];
  /** EventBridge invokes asynchronously: two retries, then the receipt is set aside. */
  const lost: ReceiptEvent[] = [];

  function tell(kind: ReceiptEvent['kind'], mail: Posted, afterSeconds: number): void {
    const at = agenda.now() + seconds(afterSeconds);
    attempt({ kind, mail, at: new Date(at).toISOString() }, at + seconds(options.moods.late()), 0);
  }
  function attempt(event: ReceiptEvent, when: number, failures: number): void {
    agenda.plan(when, async () => {
      try {
        await report(event);
        if (options.moods.twice()) await report(event);
      } catch {
        if (failures === 2) lost.push(event);
        else attempt(event, agenda.now() + seconds(60 * (failures + 1)), failures + 1);
      }
    });
  }
  const post: Post = async (mail) => {
    const posted = { ...mail, at: agenda.iso(), id: `ses-${mails.length + 1}` };
    mails.push(posted);
    tell('send', posted, 1);
    const { kind, after } = options.fate(posted);
    if (kind === 'complained') tell('delivered', posted, 3);
    tell(kind, posted, after);
    return { id: posted.id };
  };
  return { post, mails, lost };
}

/** A bucket of S3: what was put last is what is there. */
export function createBucket(outward: <T>(name: string, call: () => Promise<T>) => Promise<T>) {
  const stored = new Map<string, { body: Buffer; type: string }>();
  const files: Objects = {
    put: (key, body, { type, once }) =>
      outward(`PutObject ${key}`, async () => {
        if (once && stored.has(key)) return false;
        stored.set(key, { body: Buffer.from(body), type });
        return true;
      }),
    get: async (key) => stored.get(key)?.body,
    list: async (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)).sort(),
    link: async (key) => `https://files.example/${key}`,
  };
  return { files, stored };
}
