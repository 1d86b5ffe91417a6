import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { cityUnits, governmentUnits, type SampleUnit, unitsNamed } from './units.ts';

/** The moment at which the sample begins: the working day after the resolution was issued, 09:00 in Hanoi. */
export const sampleBegins = '2025-01-10T02:00:00.000Z';

const directives = z.object({
  documents: z.array(
    z.object({
      document_number: z.string(),
      date: z.string(),
      title: z.string(),
      source: z.object({ url: z.string() }),
      tasks: z.array(
        z.object({
          no: z.int(),
          text: z.string(),
          lead_units: z.array(z.string()),
          coordinating_units: z.array(z.string()),
          expected_output: z.string().nullable(),
          deadline: z.string().nullable(),
        }),
      ),
    }),
  ),
});

type Post = (path: string, body: unknown, key: string) => Promise<unknown>;

const created = z.object({ id: z.string() });

/**
 * Loads the sample over the public API, as any client would: the city's organisation, the government's units as the
 * resolution names them, a head and an officer (role accounts, no people) in each, and Resolution 03/NQ-CP with its 90
 * tasks in one call. Safe to repeat: every request carries an idempotency key of its own.
 */
export async function loadSample(baseUrl: string, token: string): Promise<void> {
  const request = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const response = await fetch(`${baseUrl}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const post: Post = (path, body, key) => request('POST', path, body, { 'idempotency-key': `sample-${key}` });

  const ids = new Map<string, string>();
  for (const unit of [...cityUnits(), ...governmentUnits]) {
    ids.set(unit.code, await createUnit(post, unit, ids));
    for (const member of roleAccounts(unit)) {
      const { userId, ...place } = member;
      await request('PUT', `/units/${ids.get(unit.code)}/members/${userId}`, place, {});
    }
  }
  await registerResolution(post, ids);
}

async function createUnit(post: Post, unit: SampleUnit, ids: ReadonlyMap<string, string>): Promise<string> {
  const { parent, ...fields } = unit;
  const parentId = parent === undefined ? undefined : ids.get(parent);
  const answer = await post(
    '/units',
    { ...fields, ...(parentId && { parentId }), validFrom: '2021-01-01' },
    unit.code,
  );
  return created.parse(answer).id;
}

/** `stc.head` and `stc.officer`: enough to see who is written to, and nobody real. */
function roleAccounts(unit: SampleUnit) {
  const login = unit.code.toLowerCase();
  const account = (post: 'head' | 'officer', title: string) => ({
    userId: `${login}.${post}`,
    name: `${title} ${unit.name}`,
    email: `${login}.${post}@example.com`,
    roles: [post],
    locale: 'vi',
  });
  return [account('head', 'Lãnh đạo'), account('officer', 'Chuyên viên')];
}

async function registerResolution(post: Post, ids: ReadonlyMap<string, string>): Promise<void> {
  const file = join(import.meta.dirname, 'data', 'directives.json');
  const [resolution] = directives.parse(JSON.parse(readFileSync(file, 'utf8'))).documents;
  if (!resolution) throw new Error('the sample has no documents');
  const idsOf = (names: string[]) => unitsNamed(names).flatMap((code) => ids.get(code) ?? []);
  const tasks = resolution.tasks.map((task) => {
    const leadUnitIds = idsOf(task.lead_units);
    const coordinating = idsOf(
      task.coordinating_units.filter((name) => !/^(các|bộ,|địa phương)/i.test(name)),
    );
    return {
      clause: `Phụ lục II, nhiệm vụ ${task.no}`,
      content: task.text,
      leadUnitIds,
      coordinatingUnitIds: coordinating.filter((id) => !leadUnitIds.includes(id)),
      ...(task.expected_output && { product: task.expected_output }),
      ...(task.deadline && { deadline: { raw: task.deadline } }),
    };
  });
  await post(
    '/directives',
    {
      number: resolution.document_number,
      issuedOn: resolution.date,
      issuerId: ids.get('CP'),
      title: resolution.title,
      classification: 'normal',
      url: resolution.source.url,
      tasks,
    },
    'resolution',
  );
}
