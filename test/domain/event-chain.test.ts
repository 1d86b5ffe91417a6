import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../shared/domain/event.ts';
import { canonicalJson, chainEvents, emptyChain, verifyChain } from '../../shared/domain/event-chain.ts';

const command = { actor: { kind: 'system' as const }, at: '2026-11-23T01:00:00.000Z', id: 'c' };
const drafts = fc.array(fc.record({ type: fc.string(), data: fc.dictionary(fc.string(), fc.jsonValue()) }), {
  minLength: 3,
  maxLength: 12,
});
const chained = drafts.map((all) => chainEvents('tsk_1', emptyChain, all, command));

describe('a chain of events', () => {
  it('holds as it was made, and after a round trip through JSON', () => {
    fc.assert(
      fc.property(chained, ({ events, head }) => {
        expect(verifyChain(events, head)).toEqual({ ok: true, head });
        expect(verifyChain(JSON.parse(JSON.stringify(events)), head)).toEqual({ ok: true, head });
      }),
    );
  });

  it('may be made in pieces', () => {
    fc.assert(
      fc.property(drafts, (all) => {
        const whole = chainEvents('tsk_1', emptyChain, all, command);
        const begun = chainEvents('tsk_1', emptyChain, all.slice(0, 2), command);
        const rest = chainEvents('tsk_1', begun.head, all.slice(2), command);
        expect([...begun.events, ...rest.events]).toEqual(whole.events);
        expect(rest.head).toEqual(whole.head);
      }),
    );
  });

  it('names the first event that was altered, left out or moved', () => {
    fc.assert(
      fc.property(chained, fc.nat(), ({ events, head }, at) => {
        const i = at % events.length;
        const changed = (change: (event: Event) => Partial<Event>) =>
          events.map((each, k) => (k === i ? { ...each, ...change(each) } : each));
        for (const bad of [
          changed(() => ({ at: '2026-11-23T01:00:00.001Z' })),
          changed((each) => ({ type: `${each.type}x` })),
          changed((each) => ({ data: { ...each.data, added: true } })),
          changed(() => ({ actor: { kind: 'user', userId: 'usr_other' } })),
          changed(() => ({ commandId: 'other' })),
          events.filter((_, k) => k !== i),
        ])
          expect(verifyChain(bad, head)).toMatchObject({ ok: false, seq: i + 1 });

        const next = (i + 1) % events.length;
        const swapped = events.map((each, k) => (k === i ? events[next] : k === next ? events[i] : each));
        const kept = swapped.filter((each) => each !== undefined);
        expect(verifyChain(kept, head)).toMatchObject({ ok: false, seq: Math.min(i, next) + 1 });
      }),
    );
  });

  it('shows a forged tail only against the head that the task keeps', () => {
    const { events, head } = chainEvents(
      'tsk_1',
      emptyChain,
      [
        { type: 'a', data: {} },
        { type: 'b', data: {} },
      ],
      command,
    );
    const forged = chainEvents(
      'tsk_1',
      emptyChain,
      [
        { type: 'a', data: {} },
        { type: 'x', data: {} },
      ],
      command,
    );
    expect(verifyChain(forged.events)).toMatchObject({ ok: true });
    expect(verifyChain(forged.events, head)).toEqual({ ok: false, seq: 2, reason: 'altered' });
    expect(verifyChain(events.slice(0, 1), head)).toEqual({ ok: false, seq: 2, reason: 'truncated' });
    expect(verifyChain([], emptyChain)).toEqual({ ok: true, head: emptyChain });
  });

  it('refuses what storage would not give back unchanged', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      new Date(),
      () => 1,
      [undefined],
      new Map(),
      1n,
    ])
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    expect(canonicalJson({ b: 1, a: undefined, c: [{ z: null, y: 'Đ' }] })).toBe(
      '{"b":1,"c":[{"y":"Đ","z":null}]}',
    );
  });
});
