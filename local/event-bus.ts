import { randomUUID } from 'node:crypto';
import type { RuleSpec } from './application.ts';
import { identity } from './assembly.ts';
import { matches } from './patterns.ts';
import type { Targets } from './targets.ts';

export type EventBus = {
  publish: (event: { source: string; detailType: string; detail: unknown; at: number }) => void;
};

/** EventBridge's default bus: every rule whose pattern matches gets the event. Delivery is the target's own, durable business. */
export function createEventBus(rules: readonly RuleSpec[], targets: Targets): EventBus {
  return {
    publish: ({ source, detailType, detail, at }) => {
      const event = {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source,
        account: identity.accountId,
        time: `${new Date(at).toISOString().slice(0, 19)}Z`,
        region: identity.region,
        resources: [],
        detail,
      };
      for (const rule of rules) {
        if (!matches(rule.pattern, event)) continue;
        for (const { arn, input } of rule.targets) targets.deliver(arn, input ?? JSON.stringify(event));
      }
    },
  };
}
