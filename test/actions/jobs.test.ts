import { describe, expect, it } from 'vitest';
import { takeIn } from '../../functions/jobs/take-in.ts';
import { runJob } from '../../shared/actions/jobs.ts';
import { type Job, mostAttempts, nothingCounted, type Wanted } from '../../shared/domain/job.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { writeCsv } from '../../shared/files/csv.ts';
import { readTable } from '../../shared/files/read-table.ts';
import { loadDirectory, membersOf } from '../../shared/store/directory.ts';
import { createJob, getJob, resultsOf } from '../../shared/store/jobs.ts';
import { listObligations, listTasks } from '../../shared/store/lists.ts';
import { deleteMember, getMember } from '../../shared/store/members.ts';
import type { Strike } from '../support/crashes.ts';
import type { Loop, LoopSetting } from '../support/loop.ts';
import { account, sampleStaff, unitId } from '../support/organisation.ts';
import { fewUnits, withLoop } from './stories.ts';

const id = 'job_1';
const admin = account('VPTU', 'admin', ['admin']);

function staff() {
  const all = sampleStaff(fewUnits());
  return all.set(admin.unitId, [...(all.get(admin.unitId) ?? []), admin]);
}
const setting: LoopSetting = { staff: staff(), sweepsOn: () => false };

type Asked = { file: Buffer; kind: 'units' | 'members' | 'directives' } | { wanted: Wanted };

/** As the API writes it, in the name of an administrator, with the file where it belongs. */
function queued(loop: Loop, asked: Asked): Job {
  const life = {
    ...{ id, userId: admin.userId, createdAt: loop.now(), status: 'queued' as const },
    ...{ percent: 0, attempt: 0, counts: nothingCounted, faults: [], faultCount: 0 },
  };
  if ('wanted' in asked) return { ...life, type: 'export', wanted: asked.wanted };
  const key = `imports/${id}`;
  loop.bucket.stored.set(key, { body: asked.file, type: 'text/csv' });
  const { kind } = asked;
  return { ...life, type: 'import', kind, dryRun: false, backfill: false, source: { key } };
}

async function ask(loop: Loop, asked: Asked): Promise<void> {
  await createJob(loop.functions.api.world.store, queued(loop, asked));
  await loop.stream.drain();
}

const jobOf = async (loop: Loop) => {
  const job = await getJob(loop.store, id, loop.now());
  if (!job) throw new Error('no job');
  return job;
};

/** What people see in the end, by the names that things have outside. What nobody sees is not in it. */
async function seen(loop: Loop): Promise<string[]> {
  const { store } = loop;
  const at: Instant = loop.now();
  const job = await jobOf(loop);
  const results = (await resultsOf(store, id)).map(({ row, outcome }) => `${row} ${outcome}`);
  const directory = await loadDirectory(store, at, { fresh: true });
  const units = [...directory.units.values()];
  const people = await membersOf(
    store,
    units.map((unit) => unit.id),
    at,
  );
  const tasks = await listTasks(store, { of: 'everything' }, {}, { limit: 500 });
  const duties = await listObligations(store, 'everybody', {}, { limit: 500 });
  const codeOf = new Map(tasks.items.map((task) => [task.id, task.code]));
  const file = loop.bucket.stored.get(`exports/${id}`)?.body;
  return [
    `job ${job.status} ${job.percent} ${JSON.stringify([job.counts, job.faults, results])}`,
    ...units.map(({ code, name, parentId }) => `unit ${code} ${name} under ${codeIn(directory, parentId)}`),
    ...[...people.values()].flat().map(({ userId, unitId: place, roles }) => `${userId} ${place} ${roles}`),
    ...tasks.items.map(({ code, content, chain, deadline }) =>
      [code, content, chain.seq, deadline.current?.date].join(' '),
    ),
    ...duties.items.map(({ taskId, kind, due, next }) =>
      [codeOf.get(taskId), kind, due?.date, next !== undefined].join(' '),
    ),
    ...(file ? readTable(file).map(({ cells }) => cells.join('|')) : []),
    `waiting ${loop.works.waiting()} dead ${loop.works.dead.length}`,
  ].sort();
}
const codeIn = ({ units }: { units: ReadonlyMap<string, { code: string }> }, one: string | undefined) =>
  one && units.get(one)?.code;

const unitFile = writeCsv([
  ['Mã đơn vị', 'Tên đơn vị', 'Loại', 'Mã đơn vị cấp trên'],
  ...Array.from({ length: 60 }, (_, i) => [`P${i}`, `Phòng ${i}`, 'Đơn vị', i % 2 ? 'STC' : 'SXD']),
]);
const memberFile = writeCsv([
  ['Mã đơn vị', 'Tài khoản', 'Họ và tên', 'Thư điện tử', 'Vai trò'],
  ...Array.from({ length: 6 }, (_, i) => [
    'STC',
    `moi.${i}`,
    `Người ${i}`,
    `moi${i}@example.vn`,
    'Chuyên viên',
  ]),
]);
/** Forty tasks of three items and more: several transactions before the one that shows them. */
const workFile = writeCsv([
  [
    'Số văn bản',
    'Ngày ban hành',
    'Cơ quan ban hành',
    'Trích yếu',
    'Nội dung nhiệm vụ',
    'Đơn vị chủ trì',
    'Thời hạn',
  ],
  ...Array.from({ length: 40 }, (_, i) => [
    ...['30-CT/TU', '09/11/2026', 'TT', 'Chỉ thị', `Việc ${i}`, 'STC'],
    'trước ngày 25/12/2026',
  ]),
]);

const stories: Record<string, { asked: Asked; least: number }> = {
  'units in several transactions': { asked: { kind: 'units', file: unitFile }, least: 6 },
  'places one by one': { asked: { kind: 'members', file: memberFile }, least: 8 },
  'work as a batch': { asked: { kind: 'directives', file: workFile }, least: 7 },
  'a table': { asked: { wanted: { kind: 'units', format: 'xlsx' } }, least: 3 },
};

/** Long enough for every repeat of a message that its worker did not live to delete. */
const whole = async (loop: Loop, asked: Asked) => {
  await ask(loop, asked);
  await loop.advanceTo('2026-11-09', '16:00');
  return seen(loop);
};

describe.for(Object.entries(stories))('a crash while a job works on %s', ([, { asked, least }]) => {
  it('leaves no trace in the end, whichever outward call it strikes', { timeout: 600_000 }, async () => {
    let calls: string[] = [];
    const undisturbed = await withLoop(setting, async (loop) => {
      const outcome = await whole(loop, asked);
      expect(loop.failures).toEqual([]);
      calls = loop.calls.filter((call) => call.startsWith('work: ') || call.includes('SendMessage job'));
      return outcome;
    });
    expect(undisturbed.join('\n')).toContain('job done 100');
    expect(calls.length).toBeGreaterThanOrEqual(least);
    for (const call of new Set(calls))
      for (const when of ['before', 'after'] as const) {
        let struck = false;
        const strikes = (name: string): Strike | undefined => {
          if (struck || name !== call) return undefined;
          struck = true;
          return when;
        };
        const found = await withLoop({ ...setting, strikes }, (loop) => whole(loop, asked));
        expect(struck, call).toBe(true);
        expect(found, `${when} ${call}`).toEqual(undisturbed);
      }
  });
});

describe('a job', () => {
  const asked: Asked = { kind: 'directives', file: workFile };

  it('is done once, however often its message comes', async () => {
    const undisturbed = await withLoop(setting, (loop) => whole(loop, asked));
    let repeats = 3;
    const moods = { twice: () => repeats-- > 0, late: () => 7 };
    expect(await withLoop({ ...setting, moods }, (loop) => whole(loop, asked))).toEqual(undisturbed);
    const rewound = await withLoop(setting, async (loop) => {
      await whole(loop, asked);
      loop.stream.rewind(1000);
      await loop.stream.drain();
      await loop.advanceTo('2026-11-09', '18:00');
      return seen(loop);
    });
    expect(rewound).toEqual(undisturbed);
  });

  it('says how far it is, and keeps a second worker off while the first may live', async () => {
    let writes = 0;
    // Dead in the middle of the batch: what it came to stands in the job.
    const strikes = (call: string): Strike | undefined =>
      call.startsWith('work: TransactWrite TASK#') && ++writes === 2 ? 'after' : undefined;
    await withLoop({ ...setting, strikes }, async (loop) => {
      await ask(loop, asked);
      await loop.advance(new Date(Date.parse(loop.now()) + 60_000).toISOString());
      const halfway = await jobOf(loop);
      // What it came to was checked already, and that is a part of the way.
      expect(halfway).toMatchObject({ status: 'running', attempt: 1, counts: { read: 40, taken: 0 } });
      expect(halfway.percent).toBeGreaterThan(25);
      expect(halfway.percent).toBeLessThan(100);
      // Nothing of it is to be seen.
      expect((await listTasks(loop.store, { of: 'everything' }, {}, { limit: 10 })).items).toEqual([]);
      await loop.works.send({ jobId: id });
      await loop.advance(new Date(Date.parse(loop.now()) + 60_000).toISOString());
      expect(await jobOf(loop)).toEqual(halfway);
      expect(loop.failures.at(-1)).toContain('Held');
      await loop.advanceTo('2026-11-09', '16:00');
      expect(await jobOf(loop)).toMatchObject({ status: 'done', attempt: 2, percent: 100 });
    });
  });

  it('says how far a trial is, document by document', async () => {
    const head = ['Số văn bản', 'Ngày ban hành', 'Cơ quan ban hành', 'Trích yếu'];
    const file = writeCsv([
      head,
      ...Array.from({ length: 8 }, (_, i) => [`${i}-CT/TU`, '09/11/2026', 'TT', 'Chỉ thị']),
    ]);
    await withLoop(setting, async (loop) => {
      const { world } = loop.functions.api;
      const job = queued(loop, { kind: 'directives', file });
      if (job.type !== 'import') throw new Error('not an import');
      const told: string[] = [];
      const hands = {
        principal: { userId: admin.userId, administrator: true, memberships: [admin] },
        at: loop.now(),
        progress: async (done: number, of: number) => void told.push(`${done} of ${of}`),
        counted: async (read: number) => void told.push(`${read} rows`),
        plan: async () => {
          throw new Error('a trial has nothing to keep');
        },
      };
      const jobWorld = { ...world, files: loop.bucket.files, leaseSeconds: 60 };
      await takeIn(jobWorld, { ...job, dryRun: true }, hands);
      expect(told).toEqual(['8 rows', ...Array.from({ length: 8 }, (_, i) => `${i + 1} of 8`)]);
    });
  });

  it('is found by the sweep when its message was lost', async () => {
    const strikes = (call: string): Strike | undefined =>
      call.startsWith('relay: SendMessage job') ? 'before' : undefined;
    await withLoop({ staff: staff(), strikes }, async (loop) => {
      await ask(loop, asked);
      await loop.advanceTo('2026-11-10', '08:00');
      expect(await jobOf(loop)).toMatchObject({ status: 'queued', attempt: 0 });
      await loop.advanceTo('2026-11-10', '09:00');
      expect(loop.swept.at(-1)?.swept.jobs).toBe(1);
      expect(await jobOf(loop)).toMatchObject({ status: 'done', attempt: 1 });
      await loop.advanceTo('2026-11-11', '09:00');
      expect(loop.swept.at(-1)?.swept.jobs).toBe(0);
    });
  });

  it('fails for good when nothing helps, and says so', async () => {
    const strikes = (call: string): Strike | undefined =>
      call.startsWith('work: PutObject') ? 'before' : undefined;
    await withLoop({ ...setting, strikes }, async (loop) => {
      await ask(loop, { wanted: { kind: 'units', format: 'csv' } });
      await loop.advanceTo('2026-11-09', '20:00');
      // A dead process marks nothing; the next one to come does.
      expect(loop.works.dead).toEqual([{ jobId: id }]);
      await loop.works.send({ jobId: id });
      await loop.advanceTo('2026-11-09', '22:00');
      expect(await jobOf(loop)).toMatchObject({
        status: 'failed',
        percent: 100,
        faults: [{ row: 0, code: 'job_given_up' }],
      });
    });
  });

  it('that ends with an error five times is given up by the attempt that failed last', async () => {
    await withLoop(setting, async (loop) => {
      const { world } = loop.functions.api;
      await createJob(world.store, queued(loop, { wanted: { kind: 'units', format: 'csv' } }));
      const leaseSeconds = 60;
      const fails = () => Promise.reject(new Error('out of memory'));
      for (let attempt = 1; attempt <= mostAttempts; attempt++) {
        expect(await jobOf(loop), `before attempt ${attempt}`).toMatchObject({ attempt: attempt - 1 });
        expect((await jobOf(loop)).status).not.toBe('failed');
        const at = new Date(Date.parse(loop.now()) + attempt * 61_000).toISOString();
        const run = runJob({ ...world, files: loop.bucket.files, leaseSeconds }, id, at, fails);
        await expect(run).rejects.toThrow('out of memory');
      }
      expect(await jobOf(loop)).toMatchObject({
        ...{ status: 'failed', percent: 100, attempt: mostAttempts },
        faults: [{ row: 0, code: 'job_given_up' }],
      });
    });
  });

  it('has the rights that its person has when it is worked on', async () => {
    await withLoop(setting, async (loop) => {
      const { store } = loop.functions.api.world;
      const place = await getMember(store, unitId('VPTU'), admin.userId);
      expect(place).toBeDefined();
      await createJob(store, queued(loop, asked));
      if (place) await deleteMember(store, place);
      await loop.advanceTo('2026-11-09', '16:00');
      expect(await jobOf(loop)).toMatchObject({ status: 'refused', faults: [{ row: 0, code: 'forbidden' }] });
    });
  });
});
