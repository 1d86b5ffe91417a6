import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../functions/api/problem.ts';
import { problemTexts } from '../../../functions/api/problems.ts';
import { faultTexts } from '../../../functions/api/texts/faults.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';

const sources = readdirSync('shared', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`shared/${name}`, 'utf8'));

const thrown = new Set(
  sources.flatMap((text) => [...text.matchAll(/new Refusal\(\s*'([a-z_]+)'/g)].map((m) => m[1] ?? '')),
);
const faulted = new Set(
  sources.flatMap((text) => [
    ...[...text.matchAll(/pointer[^}]{0,80}?code: '([a-z_]+)'/g)].map((m) => m[1] ?? ''),
    ...[...text.matchAll(/error: '([a-z_]+)'/g)].map((m) => m[1] ?? ''),
  ]),
);
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('texts of problems', () => {
  it('finds the codes that the rules use', () => {
    expect(thrown.size).toBeGreaterThan(20);
    expect(faulted.size).toBeGreaterThan(8);
  });

  it.each([...thrown])('has a text and a status for %s', (code) => {
    expect(Object.keys(problemTexts)).toContain(code);
  });

  it.each([...faulted])('has a sentence for the fault %s', (code) => {
    expect([...Object.keys(problemTexts), ...Object.keys(faultTexts)]).toContain(code);
  });

  it.each(Object.entries(problemTexts))(
    'says %s in both languages with the same values',
    (_, { vi, en, status }) => {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(vi.title && en.title && vi.detail && en.detail).not.toBe('');
      expect(vi.title).not.toBe(en.title);
      expect(placeholders(vi.detail)).toEqual(placeholders(en.detail));
      expect(vi.detail).toBe(vi.detail.normalize('NFC'));
    },
  );

  it.each(Object.entries(faultTexts))(
    'says the fault %s in both languages with the same values',
    (_, { vi, en }) => {
      expect(vi).not.toBe(en);
      expect(placeholders(vi)).toEqual(placeholders(en));
    },
  );

  it('answers a code without a text with that code, as a rule that says no', () => {
    const problem = problemOf(
      new Refusal('brand_new', {}, []),
      { id: 'r', language: 'en' },
      'https://api.test',
    );
    expect(problem).toMatchObject({ status: 422, code: 'brand_new', title: 'Refused' });
  });
});
