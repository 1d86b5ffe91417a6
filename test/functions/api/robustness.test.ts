import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let taskId: string;
beforeAll(async () => {
  api = await startApi();
  taskId = await api.newTask();
});
afterAll(() => api.engine.close());

/** Values near to what fields may hold, and far from it. */
const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    'normal',
    'vi',
    '2026-12-01',
    '2026-02-30',
    '__proto__',
    'constructor',
    '\ud800',
    '1e400',
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.record(
    { raw: fc.string(), date: fc.constantFrom('2026-12-01', 'x'), workingDays: fc.integer() },
    { requiredKeys: [] },
  ),
);

it('answers any body of any operation without a failure of its own', async () => {
  const { admin, description } = api;
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const schema = operation.requestBody?.content['application/json'];
      return schema ? [{ path, method: method.toUpperCase(), example: schema.example }] : [];
    }),
  );
  expect(operations.length).toBeGreaterThan(15);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      fc.dictionary(fc.string(), odd, { maxKeys: 3 }),
      fc.array(odd, { minLength: 12, maxLength: 12 }),
      fc.nat(),
      async ({ path, method, example }, extra, values, keep) => {
        const names = Object.keys(typeof example === 'object' && example ? example : {});
        // Most fields as in the example, some replaced, some more: so that the request gets past the first checks.
        const changed = names.map((name, i) => [
          name,
          (keep >> i) % 3 === 0 ? values[i % 12] : Reflect.get(Object(example), name),
        ]);
        const body = { ...Object.fromEntries(changed), ...(keep % 2 ? extra : {}) };
        const target = path
          .replace('{userId}', 'someone')
          .replace('{id}', path.includes('tasks') ? taskId : api.units.finance);
        const answer = await admin(method, target, JSON.stringify(body), { headers: { 'if-match': '*' } });
        expect(answer.status, `${method} ${target} ${JSON.stringify(body)} ${answer.text}`).toBeLessThan(500);
      },
    ),
    { numRuns: 400 },
  );
});

it('answers any query of any list without a failure of its own', async () => {
  const { clerk } = api;
  const names = [
    'limit',
    'cursor',
    'unitId',
    'status',
    'timing',
    'dueBefore',
    'dueAfter',
    'updatedSince',
    'urgedAtLeast',
    'field',
    'kind',
    'x',
  ];
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '1',
      '200',
      '201',
      '-1',
      '2026-12-01',
      '0000-01-01',
      '9999-12-31',
      'assigned',
      '2026-12-01T00:00:00+07:00',
      '%',
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        '/v1/tasks',
        '/v1/units',
        '/v1/directives',
        '/v1/obligations',
        `/v1/tasks/${taskId}/events`,
      ),
      fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 }),
      async (path, pairs) => {
        const query = new URLSearchParams(
          pairs.map(([name, text]): [string, string] => [name, text.toWellFormed()]),
        );
        const answer = await clerk('GET', `${path}?${query}`);
        expect(answer.status, `${path}?${query} ${answer.text}`).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
});

it('answers any path without a failure of its own', async () => {
  const { clerk } = api;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.webPath(), { maxLength: 3 }),
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      async (parts, method) => {
        const answer = await clerk(method, `/v1/tasks/${parts.join('/')}`, method === 'GET' ? undefined : {});
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 100 },
  );
});
