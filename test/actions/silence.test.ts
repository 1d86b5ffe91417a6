import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Post } from '../../shared/clients/post.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import { build, template } from '../infra/templates.ts';
import type { Measurement } from '../support/containers.ts';
import type { Loop } from '../support/loop.ts';
import { begun, withLoop } from './stories.ts';

const metricInMath = z.object({
  Id: z.string(),
  Expression: z.string().optional(),
  MetricStat: z
    .object({ Metric: z.object({ MetricName: z.string() }), Period: z.number(), Stat: z.literal('Sum') })
    .optional(),
});

/** The alarm as it is deployed, applied to what the functions measured. */
const alarm = (() => {
  const alarms = template(build({}), 'don-doc-local').findResources('AWS::CloudWatch::Alarm');
  const found = Object.values(alarms).find(({ Properties }) => /NoReminderSent$/.test(Properties.AlarmName));
  const metrics = z.array(metricInMath).parse(found?.Properties.Metrics);
  return { ...readMath(metrics.find(({ Expression }) => Expression)?.Expression ?? ''), metrics };
})();

/** Of CloudWatch's metric math what the alarm uses: sums that are compared with a number, joined by AND. */
function readMath(expression: string) {
  const [, conditions = ''] = /^IF\((.+), 1, 0\)$/.exec(expression) ?? [];
  const comparisons = conditions.split(' AND ').map((text) => {
    const [, sum = '', operator, bound] = /^(.+) (==|>) (\d+)$/.exec(text) ?? [];
    if (!operator) throw new Error(`This test does not know the math of ${expression}`);
    return { terms: sum.split(' + '), operator, bound: Number(bound) };
  });
  return {
    /** @throws when it needs a series that has no value in the period: CloudWatch would have no answer */
    holds: (values: Map<string, number>) =>
      comparisons.every(({ terms, operator, bound }) => {
        const sum = terms.reduce((total, id) => {
          const value = values.get(id);
          if (value === undefined) throw new Error(`${id} has no value`);
          return total + value;
        }, 0);
        return operator === '>' ? sum > bound : sum === bound;
      }),
  };
}

/** Whether the alarm rings in the hour that ends five minutes after the sweep of the day. */
function rings(measurements: readonly Measurement[], date: string): boolean {
  const end = Date.parse(`${date}T01:35:00.000Z`);
  const values = new Map<string, number>();
  for (const { Id, MetricStat } of alarm.metrics) {
    if (!MetricStat) continue;
    const within = measurements.filter(
      ({ metric, at }) =>
        metric === MetricStat.Metric.MetricName &&
        Date.parse(at) <= end &&
        Date.parse(at) > end - MetricStat.Period * 1000,
    );
    if (within.length > 0)
      values.set(
        Id,
        within.reduce((sum, { value }) => sum + value, 0),
      );
  }
  return alarm.holds(values);
}

const days = (from: string, to: string) =>
  Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, i) => dateOfDay(dayNumber(from) + i));
const ringing = (loop: Loop, from: string, to: string) =>
  days(from, to).filter((date) => rings(loop.measurements, date));

const outOfOrder: Post = async () => {
  throw new Error('SendingPausedException');
};

describe('the alarm that no reminder was sent', () => {
  it('is silent while mails leave, on days off, and where nothing is due', async () => {
    await withLoop({}, async (loop) => {
      await loop.advanceTo('2026-11-13', '12:00');
      expect(ringing(loop, '2026-11-10', '2026-11-13')).toEqual([]);
      await begun(loop, { deadline: { kind: 'date', date: '2026-12-01' } });
      await loop.advanceTo('2026-12-10', '12:00');
      expect(loop.mails.length).toBeGreaterThan(5);
      expect(ringing(loop, '2026-11-10', '2026-12-10')).toEqual([]);
    });
  });

  it('rings where nothing could ever be sent: on working days only', async () => {
    await withLoop({}, async (loop) => {
      loop.service.post = outOfOrder;
      // The notice of a task is planned on Monday and lies from then on.
      await begun(loop);
      await loop.advanceTo('2026-11-17', '12:00');
      expect(loop.mails).toEqual([]);
      expect(ringing(loop, '2026-11-10', '2026-11-17')).toEqual([
        ...days('2026-11-10', '2026-11-13'),
        ...days('2026-11-16', '2026-11-17'),
      ]);
    });
  });

  it('rings where SES refuses every mail, although nothing then waits to be sent', async () => {
    await withLoop({}, async (loop) => {
      await begun(loop, { deadline: { kind: 'date', date: '2026-12-01' } });
      const refusedOn = new Set<string>();
      loop.service.post = async () => {
        refusedOn.add(loop.now().slice(0, 10));
        return { refused: 'MessageRejected' };
      };
      await loop.advanceTo('2026-12-10', '12:00');
      expect(refusedOn.size).toBeGreaterThan(2);
      expect(ringing(loop, '2026-11-11', '2026-12-10')).toEqual([...refusedOn]);
    });
  });

  it('leaves it to the dead letters to tell of one person whose mail does not leave', async () => {
    await withLoop({}, async (loop) => {
      const { post } = loop.service;
      await begun(loop, { deadline: { kind: 'date', date: '2026-11-19' } });
      await loop.advanceTo('2026-11-16', '12:00');
      loop.service.post = (mail) => (mail.to.startsWith('head') ? outOfOrder(mail) : post(mail));
      const before = loop.mails.length;
      await loop.advanceTo('2026-11-23', '12:00');
      expect(loop.mails.length).toBeGreaterThan(before);
      expect(loop.jobs.dead.length).toBeGreaterThan(0);
      const mornings = days('2026-11-17', '2026-11-23');
      const mailed = new Set(loop.mails.map(({ at }) => at.slice(0, 10)));
      expect(mornings.filter((date) => mailed.has(date) && rings(loop.measurements, date))).toEqual([]);
    });
  });
});
