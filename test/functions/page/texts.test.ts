import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forms, offerNames } from '../../../functions/api/page/forms.ts';
import { pageTexts } from '../../../functions/api/page/texts.ts';
import { permissions } from '../../../shared/domain/permissions.ts';

const { vi, en } = pageTexts;

/** Every path to a text or a function that makes one. */
function paths(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${at}/${key}`));
}
function plain(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(plain) : [];
}

describe('both languages', () => {
  it('say the same things', () => {
    expect(paths(vi).sort()).toEqual(paths(en).sort());
  });

  it('in words of their own, composed', () => {
    const [first, second] = [plain(vi), plain(en)];
    expect(first.length).toBe(second.length);
    expect(first.filter((text) => second.includes(text))).toEqual([]);
    for (const text of [...first, ...second]) {
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toBe('');
    }
  });

  it.each(offerNames)('label every field of %s', (name) => {
    for (const texts of [vi, en])
      expect(Object.keys(texts.forms[name].fields).sort()).toEqual(
        forms[name].fields.map((field) => field.name).sort(),
      );
  });
});

/** Bookkeeping that the page leaves out. */
const silent = ['alarm_restored', 'counts_corrected', 'ladder_restarted'];
const decisions = readdirSync('shared/domain/decide').map((name) =>
  readFileSync(`shared/domain/decide/${name}`, 'utf8'),
);
const types = new Set(
  decisions.flatMap((text) =>
    [...text.matchAll(/type:\s*(?:[^,{}?']+(?:'\w+')?\s*\?\s*)?'(\w+)'(?:\s*:\s*'(\w+)')?/g)].flatMap(
      ([, a, b]) => [a, b],
    ),
  ),
);

describe('every event that a decision can record', () => {
  it('is found in the decisions', () => {
    expect(types.size).toBeGreaterThan(15);
    expect(types).toContain('reminded');
    expect(types).toContain('extension_refused');
    expect(types).toContain('notified');
  });

  it.each([...types].filter((type) => type !== undefined && !silent.includes(type)))(
    '%s has its words',
    (type) => {
      for (const texts of [vi, en]) {
        const say = texts.events[String(type)];
        expect(say?.({ recipients: ['A', 'B'], number: 2, to: 'X', person: 'P', duty: 'perform' })).toMatch(
          /\S/,
        );
      }
    },
  );
});

it('knows every state and offers nothing that the permission table lacks', () => {
  for (const name of offerNames) expect(Object.keys(permissions)).toContain(forms[name].action);
  const states = new Set(Object.values(permissions).flatMap(({ from }) => from));
  for (const state of states) expect(vi.status[state]).not.toBe(en.status[state]);
});
