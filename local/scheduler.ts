import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ScheduleSpec } from './application.ts';
import { identity } from './assembly.ts';
import { type Expression, parseExpression } from './cron.ts';
import { type RestService, ServiceError } from './endpoint.ts';
import { askedOfTarget } from './permissions/calls.ts';
import type { Guard } from './permissions/roles.ts';
import type { State } from './state.ts';
import type { Targets } from './targets.ts';
import type { Source } from './timeline.ts';

export type Scheduler = { rest: RestService; source: Source };

const stored = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  FlexibleTimeWindow: z.object({ Mode: z.enum(['OFF', 'FLEXIBLE']) }).loose(),
  Description: z.string().optional(),
  ClientToken: z.string().optional(),
  Target: z
    .object({
      Arn: z.string(),
      RoleArn: z.string(),
      Input: z.string().optional(),
      DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
    })
    .loose(),
});
const creation = stored.extend({ GroupName: z.string().default('default') });
const row = z.object({
  grp: z.string(),
  name: z.string(),
  spec: z.string(),
  created_at: z.int(),
  fire_at: z.int().nullable(),
});
type Row = z.infer<typeof row>;

const arnOf = (group: string, name: string) =>
  `arn:aws:scheduler:${identity.region}:${identity.accountId}:schedule/${group}/${name}`;
const namePattern = /^[0-9a-zA-Z-_.]{1,64}$/;

/**
 * EventBridge Scheduler: one-time, rate and cron schedules on the virtual clock, fired at their very second. Schedules of the
 * template are put in place at every start; those that the application creates persist. What fell due while nothing ran
 * fires once at the start, a recurring one for its latest occurrence only.
 */
export function createScheduler(
  application: { scheduleGroups: readonly string[]; schedules: readonly ScheduleSpec[] },
  state: State,
  services: { targets: Targets; guard: Guard; now: () => number; onChange: () => void },
): Scheduler {
  const groups = new Set(['default', ...application.scheduleGroups]);
  const find = state.db.prepare('select * from schedule where grp = ? and name = ?');
  const insert = state.db.prepare(
    'insert into schedule (grp, name, spec, created_at, fire_at) values (?, ?, ?, ?, ?)',
  );
  const remove = state.db.prepare('delete from schedule where grp = ? and name = ?');
  const plan = state.db.prepare('update schedule set fire_at = ? where grp = ? and name = ?');
  const earliest = state.db.prepare('select min(fire_at) as at from schedule');
  const due = state.db.prepare('select * from schedule where fire_at <= ? order by fire_at, name limit 100');
  const list = state.db.prepare(
    'select * from schedule where (? is null or grp = ?) and name >= ? and name > ? order by name limit ?',
  );

  const expressionOf = (spec: z.infer<typeof stored>, createdAt: number): Expression =>
    parseExpression(spec.ScheduleExpression, spec.ScheduleExpressionTimezone, createdAt);
  const rowOf = (group: string, name: string): Row | undefined => row.optional().parse(find.get(group, name));

  function create(group: string, name: string, spec: z.infer<typeof stored>) {
    const createdAt = Math.floor(services.now());
    const { after } = expressionOf(spec, createdAt);
    const first = spec.State === 'ENABLED' ? after(createdAt) : null;
    insert.run(group, name, JSON.stringify(spec), createdAt, first ?? null);
    services.onChange();
  }

  dropForgotten();
  for (const { group, name, expression, timeZone, enabled, target } of application.schedules) {
    const spec = stored.parse({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      State: enabled ? 'ENABLED' : 'DISABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: target.arn,
        RoleArn: target.roleArn ?? '',
        ...(target.input !== undefined && { Input: target.input }),
        ...(target.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
      },
    });
    checkTarget(target.arn);
    const known = rowOf(group, name);
    if (known?.spec === JSON.stringify(spec)) continue;
    remove.run(group, name);
    create(group, name, spec);
  }

  // A schedule that the template no longer has must not outlive it.
  function dropForgotten() {
    const present = application.schedules.map(({ group, name }) => [group, name]);
    const before = z.array(z.tuple([z.string(), z.string()]));
    for (const [group, name] of before.parse(JSON.parse(state.get('templateSchedules') ?? '[]'))) {
      if (!present.some(([g, n]) => g === group && n === name)) remove.run(group, name);
    }
    state.set('templateSchedules', JSON.stringify(present));
  }

  function fire(item: Row, now: number) {
    const spec = stored.parse(JSON.parse(item.spec));
    const { after, once } = expressionOf(spec, item.created_at);
    let scheduled = item.fire_at ?? now;
    for (let next = after(scheduled); !once && next !== undefined && next <= now; next = after(next))
      scheduled = next;
    const time = `${new Date(scheduled).toISOString().slice(0, 19)}Z`;
    const context: Record<string, string> = {
      'schedule-arn': arnOf(item.grp, item.name),
      'scheduled-time': time,
      'execution-id': randomUUID(),
      'attempt-number': '1',
    };
    const payload =
      spec.Target.Input?.replace(
        /<aws\.scheduler\.([a-z-]+)>/g,
        (whole, key: string) => context[key] ?? whole,
      ) ??
      JSON.stringify({
        version: '0',
        id: context['execution-id'],
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: identity.accountId,
        time,
        region: identity.region,
        resources: [context['schedule-arn']],
        detail: '{}',
      });
    state.atomically(() => {
      deliver(spec.Target, payload);
      if (once && spec.ActionAfterCompletion === 'DELETE') remove.run(item.grp, item.name);
      else plan.run(after(scheduled) ?? null, item.grp, item.name);
    });
  }

  /** To the target, or where that cannot be reached to the dead-letter queue; without one, nobody is told. */
  function deliver({ Arn, RoleArn, DeadLetterConfig }: z.infer<typeof stored>['Target'], payload: string) {
    const place = [Arn, DeadLetterConfig?.Arn]
      .filter((arn) => arn !== undefined && services.targets.has(arn))
      .find((arn) => arn && (RoleArn === '' || services.guard.allows(RoleArn, askedOfTarget(arn))));
    if (place) services.targets.deliver(place, payload);
  }

  function createFromRequest(name: string, input: unknown) {
    const { GroupName, ...spec } = creation.parse(input);
    if (!namePattern.test(name))
      throw new ServiceError('ValidationException', `Invalid schedule name ${name}.`);
    checkGroup(GroupName);
    checkTarget(spec.Target.Arn);
    const known = rowOf(GroupName, name);
    if (known) {
      const token = stored.parse(JSON.parse(known.spec)).ClientToken;
      // A retry of the same request by the same client is the same creation.
      if (token !== undefined && token === spec.ClientToken) return { ScheduleArn: arnOf(GroupName, name) };
      throw new ServiceError('ConflictException', `Schedule ${name} already exists.`, 409);
    }
    const expression = expressionOf(spec, services.now());
    // Stricter than to fire at once: an application that relies on past schedules must learn so here.
    if (expression.once && expression.after(services.now()) === undefined)
      throw new ServiceError('ValidationException', `${spec.ScheduleExpression} is in the past.`);
    create(GroupName, name, spec);
    return { ScheduleArn: arnOf(GroupName, name) };
  }

  function checkTarget(arn: string) {
    if (!services.targets.has(arn))
      throw new ServiceError('ValidationException', `Provided Arn is not in the application: ${arn}`);
  }

  function checkGroup(group: string) {
    if (!groups.has(group))
      throw new ServiceError('ResourceNotFoundException', `Schedule group ${group} does not exist.`, 404);
  }

  function found(group: string, name: string): Row {
    const known = rowOf(group, name);
    if (!known) throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return known;
  }

  function describe(item: Row) {
    const spec = stored.parse(JSON.parse(item.spec));
    return {
      ...spec,
      Arn: arnOf(item.grp, item.name),
      GroupName: item.grp,
      Name: item.name,
      CreationDate: item.created_at / 1000,
    };
  }

  function listFrom(query: URLSearchParams) {
    const limit = Number(query.get('MaxResults') ?? 100);
    const group = query.get('ScheduleGroup');
    const prefix = query.get('NamePrefix') ?? '';
    const rows = z
      .array(row)
      .parse(list.all(group, group, prefix, query.get('NextToken') ?? '', limit + 1))
      .filter(({ name }) => name.startsWith(prefix));
    const page = rows.slice(0, limit);
    return {
      Schedules: page.map((item) => {
        const { Target, ...rest } = describe(item);
        return { ...rest, Target: { Arn: Target.Arn } };
      }),
      ...(rows.length > limit && { NextToken: page.at(-1)?.name }),
    };
  }

  return {
    rest: (method, url, input) => {
      const [, root, encoded] = url.pathname.split('/');
      if (root !== 'schedules') return undefined;
      if (encoded === undefined) return method === 'GET' ? listFrom(url.searchParams) : undefined;
      const name = decodeURIComponent(encoded);
      const group = url.searchParams.get('groupName') ?? 'default';
      if (method === 'POST') return createFromRequest(name, input);
      if (method === 'GET') return describe(found(group, name));
      if (method !== 'DELETE') return undefined;
      found(group, name);
      remove.run(group, name);
      services.onChange();
      return {};
    },
    source: {
      name: 'schedules',
      next: () => z.int().nullable().parse(earliest.get()?.at) ?? undefined,
      run: async (now) => {
        for (const item of z.array(row).parse(due.all(now))) fire(item, now);
      },
    },
  };
}
