import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchor, anchorOf, brokenAnchors, compareWithAnchors } from '../../shared/domain/anchor.ts';
import type { ChainHead } from '../../shared/domain/event-chain.ts';

const heads = (all: Record<string, number>) =>
  new Map<string, ChainHead>(Object.entries(all).map(([id, seq]) => [id, { seq, hash: `${id}@${seq}` }]));
const first = anchorOf({ day: '2026-11-23', from: '2026-11-09' }, heads({ b: 2, a: 1 }), []);
const second = anchorOf({ day: '2026-11-24', from: '2026-11-10' }, heads({ b: 2, a: 3, c: 1 }), [first]);

describe('an anchor', () => {
  it('holds the heads that no anchor before it holds, by task', () => {
    expect(first.leaves.map(({ taskId, seq }) => [taskId, seq])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(second.leaves.map(({ taskId, seq }) => [taskId, seq])).toEqual([
      ['a', 3],
      ['c', 1],
    ]);
    expect(second.previous).toEqual({ day: '2026-11-23', hash: first.hash });
    expect(first.previous).toBeNull();
  });

  it('is the same for the same input, in whatever order it comes', () => {
    const again = anchorOf({ day: '2026-11-23', from: '2026-11-09' }, heads({ a: 1, b: 2 }), []);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  });

  it('has a digest of everything in it', () => {
    const others: Anchor[] = [
      anchorOf({ day: '2026-11-23', from: '2026-11-09' }, heads({ a: 1, b: 3 }), []),
      anchorOf({ day: '2026-11-23', from: '2026-11-09' }, heads({ a: 1 }), []),
      anchorOf({ day: '2026-11-25', from: '2026-11-09' }, heads({ a: 1, b: 2 }), []),
      anchorOf({ day: '2026-11-23', from: '2026-11-09' }, heads({ a: 1, b: 2 }), [second]),
    ];
    expect(new Set([first, ...others].map(({ hash }) => hash)).size).toBe(5);
  });

  it('follows from the one before it, unless either was altered or one between is missing', () => {
    const third = anchorOf({ day: '2026-11-25', from: '2026-11-11' }, heads({}), [first, second]);
    expect(brokenAnchors([first, second, third])).toEqual([]);
    expect(brokenAnchors([second, third])).toEqual([]);
    expect(brokenAnchors([first, third])).toEqual([{ day: '2026-11-25', reason: 'unlinked' }]);
    const altered = { ...second, leaves: second.leaves.slice(1) };
    expect(brokenAnchors([first, altered, third])).toEqual([{ day: '2026-11-24', reason: 'altered' }]);
    const { hash: _, ...open } = altered;
    const rewritten = anchorOf({ day: open.day, from: open.from }, heads({ a: 3 }), [first]);
    expect(brokenAnchors([first, rewritten, third])).toEqual([{ day: '2026-11-25', reason: 'unlinked' }]);
  });

  it('together with the others holds the last head of every chain, however they grow', () => {
    const growth = fc.array(
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 3 })),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(growth, (days) => {
        const now = new Map<string, number>();
        const anchors: Anchor[] = [];
        days.forEach((grown, i) => {
          for (const [id, by] of Object.entries(grown)) now.set(id, (now.get(id) ?? 0) + by);
          const day = `2026-11-${String(i + 1).padStart(2, '0')}`;
          anchors.push(anchorOf({ day, from: '2026-11-01' }, heads(Object.fromEntries(now)), anchors));
        });
        const last = new Map(anchors.flatMap(({ leaves }) => leaves.map(({ taskId, seq }) => [taskId, seq])));
        expect(last).toEqual(now);
        // Nothing is held twice.
        const all = anchors.flatMap(({ leaves }) => leaves.map(({ hash }) => hash));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});

describe('events beside anchors', () => {
  const events = [1, 2, 3, 4].map((seq) => ({ seq, hash: `h${seq}` }));
  const on = (day: string, seq: number, hash = `h${seq}`) => ({ day, seq, hash });

  it.each([
    ['are those of every anchor', [on('2026-11-23', 2), on('2026-11-24', 3)], { ok: true, upTo: 3 }],
    ['are in none yet', [], { ok: true, upTo: 0 }],
    [
      'were altered',
      [on('2026-11-23', 2), on('2026-11-24', 3, 'x')],
      { ok: false, seq: 3, day: '2026-11-24' },
    ],
    ['were cut off', [on('2026-11-23', 5)], { ok: false, seq: 5, day: '2026-11-23' }],
  ])('%s', (_what, leaves, answer) => {
    expect(compareWithAnchors(events, leaves)).toEqual(answer);
  });
});
