import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, send } from './client.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { kind, scenario } from './scenario.ts';
import type { Target } from './target.ts';

let target: Target;
let office: Office;
let officer: Call;
let taskId: string;

const codesOf = (body: unknown) => listAt(body, 'errors').map((fault) => at(fault, 'code'));
const task = (fields: Record<string, unknown>) => ({
  content: 'Rà soát các dự án chậm tiến độ',
  leadUnitIds: [office.units.STC],
  ...fields,
});
const directive = (fields: Record<string, unknown>) => ({
  number: '01-TB/TU',
  issuedOn: '2026-11-20',
  issuerId: office.units.TT,
  title: 'Thông báo',
  classification: 'normal',
  ...fields,
});

/** Everything that this person can see; a refusal must leave it as it was. */
async function everything(): Promise<string> {
  const lists = [
    '/units?limit=200',
    '/directives?limit=200',
    '/tasks?limit=200',
    '/obligations?limit=200',
    `/tasks/${taskId}`,
  ];
  const bodies = await Promise.all(lists.map(async (path) => (await officer('GET', path)).body));
  return JSON.stringify(bodies);
}

type Refused = {
  title: string;
  ask: () => Promise<{ status: number; headers: Headers; body: unknown }>;
  status: number;
  code?: string;
  faults?: string[];
};

const refused: Refused[] = [
  { title: 'malformed JSON', ask: () => officer('POST', '/directives', '{"number": '), status: 400 },
  {
    title: 'unknown fields and wrong types, all at once',
    ask: () => officer('POST', '/directives', directive({ numbr: 'x', issuedOn: 'yesterday', title: 5 })),
    status: 400,
  },
  {
    title: 'an unknown unit',
    ask: () => officer('POST', '/tasks', task({ leadUnitIds: ['unt_01ARZ3NDEKTSV4RRFFQ69G5FAV'] })),
    status: 422,
    faults: ['unit_unknown'],
  },
  {
    title: 'a deadline that cannot be read',
    ask: () => officer('POST', '/tasks', task({ deadline: { raw: 'sớm nhất có thể' } })),
    status: 422,
    faults: ['deadline_unreadable'],
  },
  {
    title: 'a deadline in the past',
    ask: () => officer('POST', '/tasks', task({ deadline: { date: '2026-10-01' } })),
    status: 422,
    faults: ['deadline_past'],
  },
  {
    title: 'several faults of several tasks, each with its place',
    ask: () =>
      officer(
        'POST',
        '/directives',
        directive({
          tasks: [
            task({ deadline: { date: '2026-10-01' } }),
            task({ leadUnitIds: ['unt_01ARZ3NDEKTSV4RRFFQ69G5FAV'] }),
          ],
        }),
      ),
    status: 422,
    faults: ['deadline_past', 'unit_unknown'],
  },
  {
    title: 'a document marked mật',
    ask: () =>
      officer(
        'POST',
        '/directives',
        directive({ classification: 'mật', title: 'Nội dung tuyệt đối bí mật' }),
      ),
    status: 422,
    code: 'classified',
  },
  {
    title: 'an action in the wrong state',
    ask: () => officer('POST', `/tasks/${taskId}/confirmation`, {}),
    status: 409,
    code: 'wrong_state',
  },
  {
    title: 'an action by the wrong person',
    ask: async () => (await office.person('sxd.head'))('POST', `/tasks/${taskId}/acceptance`, {}),
    status: 403,
    code: 'forbidden',
  },
  {
    title: 'a task that one may not see',
    ask: async () => (await office.person('skhcn.head'))('GET', `/tasks/${taskId}`),
    status: 404,
  },
  { title: 'no token', ask: () => send(target, undefined, 'GET', '/me'), status: 401 },
  {
    title: 'a forged token',
    ask: async () => send(target, `${(await target.token('admin')).slice(0, -6)}AAAAAA`, 'GET', '/me'),
    status: 401,
  },
  {
    title: 'a body of two megabytes',
    ask: () => officer('POST', '/directives', directive({ title: 'x'.repeat(2_000_000) })),
    status: 413,
  },
  { title: 'an unknown route', ask: () => officer('GET', '/nothing/here'), status: 404 },
  {
    title: 'a method that the path does not have',
    ask: () => officer('DELETE', `/tasks/${taskId}`),
    status: 405,
  },
  { title: 'too large a page', ask: () => officer('GET', '/tasks?limit=201'), status: 400 },
  {
    title: 'a change without If-Match',
    ask: () => officer('PATCH', `/tasks/${taskId}`, { priority: 'high' }),
    status: 428,
  },
];

const place = { on: ['local', 'deployed'], stage: 'e2e-refusals', at: '2026-11-23T02:00:00.000Z' } as const;

scenario('what is refused says why and changes nothing', place, (running) => {
  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    officer = await office.person('vptu.officer');
    ({ taskId } = await assignTask(office));
    // What the assignment entails by itself is over before anything is compared.
    await target.settled();
  });

  test.each(refused)('$title: $status', async ({ ask, status, code, faults }) => {
    const before = await everything();
    const answer = await ask();
    expect(answer.status).toBe(status);
    if (status !== 401) {
      expect(answer.headers.get('content-type')).toMatch(/application\/problem\+json/);
      expect(at(answer.body, 'status')).toBe(status);
      expect(at(answer.body, 'code')).toEqual(code ?? expect.any(String));
      expect(at(answer.body, 'title')).toEqual(expect.any(String));
      expect(at(answer.body, 'instance')).toEqual(expect.any(String));
    }
    if (faults) expect(codesOf(answer.body)).toEqual(faults);
    expect(await everything()).toBe(before);
  });

  test('the detail is Vietnamese or English as asked, the code the same', async () => {
    const [vi, en] = await Promise.all(
      ['vi', 'en'].map((language) =>
        officer('POST', `/tasks/${taskId}/confirmation`, {}, { 'accept-language': language }),
      ),
    );
    expect(at(vi?.body, 'code')).toBe(at(en?.body, 'code'));
    expect(at(vi?.body, 'title')).not.toBe(at(en?.body, 'title'));
  });

  test('a deadline in the past is taken when it is said to be a backfill', async () => {
    const answer = await officer(
      'POST',
      '/tasks',
      task({ deadline: { date: '2026-10-01' }, backfill: true }),
    );
    expect(answer.status).toBe(201);
  });

  test('a unit outside its validity is no lead', async () => {
    const unit = await office.admin('GET', `/units/${office.units.SKHCN}`);
    const ended = await office.admin(
      'PATCH',
      `/units/${office.units.SKHCN}`,
      { validTo: '2026-11-01' },
      { 'if-match': unit.headers.get('etag') ?? '' },
    );
    expect(ended.status).toBe(200);
    const answer = await officer('POST', '/tasks', task({ leadUnitIds: [office.units.SKHCN] }));
    expect(answer.status).toBe(422);
    expect(codesOf(answer.body)).toEqual(['unit_not_valid']);
  });

  test('a cursor from another query', async () => {
    for (const number of ['02-TB/TU', '03-TB/TU', '04-TB/TU'])
      await officer('POST', '/directives', directive({ number }));
    const page = await officer('GET', '/directives?limit=1');
    const cursor = at(page.body, 'next');
    expect(cursor).toEqual(expect.any(String));
    const answer = await officer('GET', `/tasks?cursor=${cursor}`);
    expect(answer.status).toBe(400);
    expect((await officer('GET', `/directives?limit=1&cursor=${cursor}`)).status).toBe(200);
  });

  // Real tokens last an hour.
  test.runIf(kind === 'local')('an expired token', async () => {
    const token = await target.token('vptu.officer');
    await target.until('2027-02-24T02:00:00.000Z');
    expect((await send(target, token, 'GET', '/me')).status).toBe(401);
  });
});
