import { act, type Deed } from '../../shared/actions/act.ts';
import { closeWeek } from '../../shared/actions/agenda.ts';
import { closePeriods } from '../../shared/actions/close-periods.ts';
import { openThisMonth } from '../../shared/actions/open-month.ts';
import { principalOf } from '../../shared/actions/principal.ts';
import { type NewDirective, registerDirective, registerTask } from '../../shared/actions/register.ts';
import { finishSuccessions } from '../../shared/actions/succession.ts';
import { type Swept, sweep } from '../../shared/actions/sweep.ts';
import type { World } from '../../shared/actions/world.ts';
import { addWorkingDays, instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import type { Aggregate, Command } from '../../shared/domain/change.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Member, Unit } from '../../shared/domain/unit.ts';
import { putMember } from '../../shared/store/members.ts';
import { loadTask } from '../../shared/store/tasks.ts';
import { createUnits } from '../../shared/store/units.ts';
import { createAgenda } from './agenda.ts';
import { createContainers } from './containers.ts';
import type { Strikes } from './crashes.ts';
import { defaultCalendar } from './default-calendar.ts';
import { startEngine } from './engine.ts';
import { sampleStaff, sampleUnits } from './organisation.ts';
import { calm, type Fate, type Moods, type ReceiptEvent } from './services.ts';
import { wire } from './wiring.ts';

const calendar = defaultCalendar;

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
  /** Whether the morning also closes months and periods and mails the agenda; default no. */
  closes?: boolean;
};

export type Loop = Awaited<ReturnType<typeof startLoop>>;

const delivered: Fate = () => ({ kind: 'delivered', after: 5 });

/**
 * The real actions on the real embedded table, with AWS's services in memory around them, on one virtual clock: what
 * runs in the cloud, less the handlers. Close it when done.
 */
export async function startLoop(setting: LoopSetting = {}) {
  const start = setting.at ?? instantAt(calendar, '2026-11-09', '09:00');
  const agenda = createAgenda(Date.parse(start), setting.rank);
  const engine = await startEngine({ now: () => Math.round(agenda.now()) });
  const { strikes = () => undefined, sweepsOn = () => true } = setting;
  const containers = createContainers(engine, calendar.timeZone, agenda.iso, strikes);
  const wired = wire(agenda, engine, containers, {
    moods: setting.moods ?? calm,
    fate: setting.fate ?? delivered,
    loses: setting.loses ?? (() => false),
    gatherSeconds: setting.gatherSeconds ?? 300,
  });
  let commands = 0;

  const swept: { at: Instant; swept: Swept }[] = [];
  const sweepNow = async (at = agenda.iso()) => {
    const result = await containers.functions.close.invoke(async () => {
      await finishSuccessions(wired.sweepWorld, at);
      return sweep(wired.sweepWorld, at);
    });
    swept.push({ at, swept: result });
    return result;
  };
  const closeBooks = (at: Instant) =>
    containers.functions.close.invoke(async () => {
      await openThisMonth(wired.sweepWorld, at);
      await closePeriods(wired.sweepWorld, at);
      await closeWeek(wired.sweepWorld, at);
      await wired.stream.drain();
    });
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
      if (setting.closes) await closeBooks(at);
    });
  }
  planSweep(localDateOf(calendar, agenda.iso()));

  const units = setting.units ?? sampleUnits();
  const { store } = containers.functions.api.world;
  await createUnits(store, units, { at: agenda.iso() });
  const members = [...(setting.staff ?? sampleStaff(units)).values()].flat();
  await Promise.all(members.map((member) => putMember(store, null, member)));
  await wired.stream.drain();

  const commandOf = <Input>(userId: string, input: Input): Command<Input> => {
    commands += 1;
    return { actor: { kind: 'user', userId }, at: agenda.iso(), id: `cmd-${commands}`, input };
  };
  const answer = () => ({ status: 200, headers: {}, body: '' });
  const advance = async (to: Instant) => {
    await wired.stream.drain();
    await agenda.advance(Date.parse(to));
  };

  return {
    ...containers,
    engine,
    ...wired,
    agenda,
    calendar,
    store,
    mails: wired.service.mails,
    swept,
    sweepNow,
    closeBooks,
    now: agenda.iso,
    advance,
    advanceTo: (date: LocalDate, time = '09:00') => advance(instantAt(calendar, date, time)),
    advanceWorkingDays: (days: number, time = '09:00') =>
      advance(instantAt(calendar, addWorkingDays(calendar, localDateOf(calendar, agenda.iso()), days), time)),
    async register(userId: string, input: NewDirective): Promise<string[]> {
      const { invoke, world } = containers.functions.api;
      const command = commandOf(userId, input);
      const { tasks } = await invoke(async () =>
        registerDirective(world, await principalOf(world, userId, command.at), command, { answer }),
      );
      await wired.stream.drain();
      return tasks.map(({ task }) => task.id);
    },
    /** Gives the work to units below as well; the id of the first task under it. */
    async cascade(userId: string, parentId: string, leadUnitIds: string[]): Promise<string> {
      const { invoke, world } = containers.functions.api;
      const command = commandOf(userId, { content: 'Phần việc của ngành', parentId, leadUnitIds });
      const { tasks } = await invoke(async () =>
        registerTask(world, await principalOf(world, userId, command.at), command, { answer }),
      );
      await wired.stream.drain();
      return tasks[0]?.task.id ?? '';
    },
    async act<Input>(userId: string, taskId: string, deed: Deed<Input>, input: Input): Promise<Aggregate> {
      const { invoke, world } = containers.functions.api;
      const command = commandOf(userId, input);
      const acted = await invoke(async () =>
        act(world, await principalOf(world, userId, command.at), command, taskId, deed, { answer }),
      );
      await wired.stream.drain();
      return acted.aggregate;
    },
    /** An administrator's or a head's order about units and people. */
    async order<Input>(
      userId: string,
      input: Input,
      carryOut: (world: World, principal: Principal, command: Command<Input>) => Promise<unknown>,
    ): Promise<void> {
      const { invoke, world } = containers.functions.api;
      const command = commandOf(userId, input);
      await invoke(async () => {
        const principal = await principalOf(world, userId, command.at);
        return carryOut(world, { ...principal, administrator: userId === 'usr_admin' }, command);
      });
      await wired.stream.drain();
    },
    async task(taskId: string): Promise<Aggregate> {
      const found = await loadTask(store, taskId);
      if (!found) throw new Error(`no task ${taskId}`);
      return found;
    },
    async close(): Promise<void> {
      containers.close();
      await engine.close();
    },
  };
}
