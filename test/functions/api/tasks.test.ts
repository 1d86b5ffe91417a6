import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monday, startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

type Fault = { pointer: string; code: string };
const faultsOf = (answer: { json: { errors?: Fault[] } }) =>
  (answer.json.errors ?? []).map((each) => `${each.pointer} ${each.code}`).sort();

describe('registering', () => {
  it('registers a directive with its tasks, and reads both', async () => {
    const { clerk, directive, line, units } = api;
    const created = await clerk(
      'POST',
      '/v1/directives',
      directive({ tasks: [line(), line({ deadline: undefined })] }),
    );
    expect(created.status, created.text).toBe(201);
    expect(created.headers.location).toBe(`/v1/directives/${created.json.id}`);
    expect(created.json).toMatchObject({ taskCount: 2, issuer: { id: units.authority, code: 'TT' } });
    expect(created.json.registeredAt).toBe('2026-11-23T08:00:00.000+07:00');

    const read = await clerk('GET', created.headers.location ?? '');
    expect(read.json).toMatchObject({ number: '15-CT/TU', version: 1 });
    expect(read.headers.etag).toBe('"v1"');

    const task = await clerk('GET', `/v1/tasks/${created.json.tasks[0].id}`);
    expect(task.json).toMatchObject({
      code: '15-CT/TU/1',
      status: 'assigned',
      timing: 'on_track',
      deadline: {
        kind: 'workingDays',
        original: '2026-12-08',
        extensions: 0,
        workingDaysLeft: 10,
      },
      lead: { id: units.finance, code: 'STC', name: 'Sở Tài chính' },
      coordinating: [{ code: 'SXD' }],
      head: { userId: 'fin-head' },
      escalation: { urgings: 0, rung: 0 },
      waitingFor: [{ kind: 'accept', unit: { code: 'STC' } }],
      version: 1,
    });
    expect(task.headers.etag).toMatch(/^"v1\.[\w-]{11}"$/);
  });

  it('registers nothing when one line is refused, and names the faults of every line', async () => {
    const { clerk, directive, line, units } = api;
    const before = (await clerk('GET', '/v1/directives?limit=200')).json.items.length;
    const refused = await clerk(
      'POST',
      '/v1/directives',
      directive({
        tasks: [
          line(),
          line({ leadUnitIds: ['unt_none'] }),
          line({ coordinatingUnitIds: [units.finance], deadline: { raw: 'tùy tình hình' } }),
          line({ deadline: { date: '2026-01-05' } }),
        ],
      }),
    );
    expect(refused.json).toMatchObject({ status: 422, code: 'task_refused' });
    expect(faultsOf(refused)).toEqual([
      '/tasks/1/leadUnitIds/0 unit_unknown',
      '/tasks/2/coordinatingUnitIds/0 unit_named_twice',
      '/tasks/2/deadline deadline_unreadable',
      '/tasks/3/deadline deadline_past',
    ]);
    expect((await clerk('GET', '/v1/directives?limit=200')).json.items.length).toBe(before);
  });

  it('registers more tasks than one transaction holds, once, and shows them all', async () => {
    const { clerk, directive, line } = api;
    const tasks = Array.from({ length: 120 }, (_, i) =>
      line({ content: `Nhiệm vụ thứ ${i + 1} của nghị quyết.` }),
    );
    const headers = { 'idempotency-key': 'large-1' };
    const created = await clerk('POST', '/v1/directives', directive({ tasks }), { headers });
    expect(created.status, created.text).toBe(201);
    const again = await clerk('POST', '/v1/directives', directive({ tasks }), { headers });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.text).toBe(created.text);
    const listed = await clerk('GET', `/v1/tasks?limit=200&directiveId=${created.json.id}`);
    expect(listed.json.items.length).toBe(120);
    const one = created.json.tasks[119].id;
    expect((await api.head('POST', `/v1/tasks/${one}/acceptance`, {})).json.status).toBe('accepted');
  });

  it('takes an old deadline when told so', async () => {
    const { clerk, directive, line } = api;
    const old = line({ deadline: { date: '2026-01-05' }, backfill: true });
    expect((await clerk('POST', '/v1/directives', directive({ tasks: [old] }))).status).toBe(201);
  });

  it('refuses a classified document without repeating a word of it', async () => {
    const { clerk, directive } = api;
    for (const classification of ['mật', 'Tối mật', 'tuyệt mật', 'MAT']) {
      const answer = await clerk('POST', '/v1/directives', directive({ classification, title: 'NỘI DUNG' }));
      expect(answer.json).toMatchObject({ status: 422, code: 'classified' });
      expect(answer.text).not.toContain('NỘI DUNG');
    }
  });

  it('refuses units outside their validity', async () => {
    const { admin, clerk, directive, line } = api;
    const gone = await admin('POST', '/v1/units', {
      code: 'CU',
      name: 'Sở cũ',
      kind: 'unit',
      validFrom: '2020-01-01',
    });
    const headers = { 'if-match': gone.headers.etag ?? '' };
    const ended = await admin('PATCH', `/v1/units/${gone.json.id}`, { validTo: '2026-03-01' }, { headers });
    expect(ended.status, ended.text).toBe(200);
    const answer = await clerk(
      'POST',
      '/v1/directives',
      directive({ tasks: [line({ leadUnitIds: [gone.json.id] })] }),
    );
    expect(faultsOf(answer)).toEqual(['/tasks/0/leadUnitIds/0 unit_not_valid']);
  });

  it('gives a collective task one child per lead, and rolls them up', async () => {
    const { clerk, head, other, units } = api;
    const created = await clerk('POST', '/v1/tasks', {
      content: 'Các sở rà soát thủ tục hành chính của ngành.',
      leadUnitIds: [units.finance, units.building],
      assignerId: units.authority,
      deadline: { date: '2026-12-18' },
    });
    expect(created.status, created.text).toBe(201);
    expect(created.json).toMatchObject({ collective: true, lead: null, rollUp: { total: 2, completed: 0 } });
    const children = await clerk('GET', `/v1/tasks?parentId=${created.json.id}`);
    expect(children.json.items.map((each: { lead: { code: string } }) => each.lead.code).sort()).toEqual([
      'STC',
      'SXD',
    ]);
    const mine = children.json.items.find((each: { lead: { code: string } }) => each.lead.code === 'STC');
    await head('POST', `/v1/tasks/${mine.id}/acceptance`, {});
    await head('POST', `/v1/tasks/${mine.id}/submission`, {});
    const parent = await clerk('GET', `/v1/tasks/${created.json.id}`);
    expect(parent.json.rollUp).toEqual({
      total: 2,
      byStatus: { submitted: 1, assigned: 1 },
      submitted: 1,
      completed: 0,
      overdue: 0,
    });
    const refused = await other('POST', `/v1/tasks/${created.json.id}/acceptance`, {});
    expect(refused.status).toBeGreaterThanOrEqual(403);
  });
});

describe('the life of a task', () => {
  it('goes from acceptance to a frozen verdict, each step answered with the task as it stands', async () => {
    const { head, officer, clerk, newTask } = api;
    const id = await newTask();
    const accepted = await head('POST', `/v1/tasks/${id}/acceptance`);
    expect(accepted.json).toMatchObject({
      status: 'accepted',
      waitingFor: [{ kind: 'perform' }],
      version: 2,
    });
    const progress = await officer('POST', `/v1/tasks/${id}/progress`, {
      note: 'Đã lấy ý kiến',
      percent: 40,
    });
    expect(progress.json).toMatchObject({
      status: 'in_progress',
      progress: { percent: 40, byUserId: 'fin-officer' },
    });
    const submitted = await officer('POST', `/v1/tasks/${id}/submission`, {
      products: [{ number: '12-BC/STC' }],
    });
    expect(submitted.json).toMatchObject({
      status: 'submitted',
      waitingFor: [{ kind: 'confirm', unit: { code: 'VPTU' } }],
    });

    const own = await head('POST', `/v1/tasks/${id}/confirmation`, {});
    expect(own.json).toMatchObject({ status: 403, code: 'own_work' });

    const returned = await clerk('POST', `/v1/tasks/${id}/return`, {
      reason: 'Thiếu phụ lục',
      deadline: { date: '2026-12-10' },
    });
    expect(returned.json).toMatchObject({
      status: 'returned',
      returns: 1,
      deadline: { current: '2026-12-10' },
    });
    await officer('POST', `/v1/tasks/${id}/submission`, {});
    const done = await clerk(
      'POST',
      `/v1/tasks/${id}/confirmation`,
      { note: 'Đạt' },
      { at: '2026-12-15T02:00:00.000Z' },
    );
    expect(done.json).toMatchObject({
      status: 'completed',
      timing: 'on_time',
      verdict: {
        againstOriginal: 'on_time',
        againstCurrent: 'on_time',
        submittedAt: '2026-11-23T08:00:00.000+07:00',
      },
      waitingFor: [],
    });
    const again = await clerk('POST', `/v1/tasks/${id}/confirmation`, {});
    expect(again.json).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  it('handles dispute, reassignment, suspension, resumption, cancellation and urging', async () => {
    const { head, other, clerk, newTask, units } = api;
    const id = await newTask();
    const disputed = await head('POST', `/v1/tasks/${id}/dispute`, {
      reason: 'Không đúng chức năng',
      suggestedUnitId: units.building,
    });
    expect(disputed.json).toMatchObject({ status: 'disputed', dispute: { suggestedUnit: { code: 'SXD' } } });
    const moved = await clerk('POST', `/v1/tasks/${id}/reassignment`, {
      leadUnitId: units.building,
      reason: 'Đúng',
    });
    expect(moved.json).toMatchObject({
      status: 'assigned',
      lead: { code: 'SXD' },
      formerLeads: [{ unit: { code: 'STC' } }],
    });
    const urged = await clerk('POST', `/v1/tasks/${id}/urges`, { note: 'Khẩn trương' });
    expect(urged.json.escalation.urgings).toBe(1);
    const urgedTasks = async (least: number) =>
      (await clerk('GET', `/v1/tasks?urgedAtLeast=${least}&limit=200`)).json.items;
    expect((await urgedTasks(1)).map((each: { id: string }) => each.id)).toEqual([id]);
    expect(await urgedTasks(2)).toEqual([]);
    const messages = await clerk('GET', `/v1/tasks/${id}/messages`);
    expect(messages.json.items).toMatchObject([
      { alarm: 'urge', personId: 'build-head', state: 'planned', urging: 1 },
    ]);
    expect((await other('POST', `/v1/tasks/${id}/acceptance`, {})).status).toBe(200);
    expect((await clerk('POST', `/v1/tasks/${id}/suspension`, { reason: 'Chờ luật' })).json.status).toBe(
      'suspended',
    );
    expect((await clerk('POST', `/v1/tasks/${id}/resumption`, {})).json.status).toBe('accepted');
    expect((await clerk('POST', `/v1/tasks/${id}/cancellation`, { reason: 'Thôi' })).json.status).toBe(
      'cancelled',
    );

    const events = await clerk('GET', `/v1/tasks/${id}/events?limit=2`);
    expect(events.json.items.map((each: { type: string }) => each.type)).toEqual(['registered', 'disputed']);
    const rest = await clerk('GET', `/v1/tasks/${id}/events?limit=200&cursor=${events.json.next}`);
    expect(rest.json.items[0]).toMatchObject({
      seq: 3,
      type: 'reassigned',
      actor: { userId: 'clerk', unitId: units.office },
    });
    expect(rest.json.items[0].prevHash).toBe(events.json.items[1].hash);
    const obligations = await clerk('GET', `/v1/tasks/${id}/obligations`);
    const kinds = obligations.json.items.map((each: { kind: string }) => each.kind);
    expect(kinds.sort()).toEqual(['accept', 'accept', 'decide', 'perform', 'perform']);
    expect(obligations.json.items.every((each: { state: string }) => each.state === 'closed')).toBe(true);
  });

  it('survives being suspended and resumed again in the same moment', async () => {
    const { clerk, head, newTask } = api;
    const id = await newTask();
    await head('POST', `/v1/tasks/${id}/acceptance`, {});
    for (const round of [1, 2, 3]) {
      await clerk('POST', `/v1/tasks/${id}/suspension`, { reason: 'Chờ' });
      const resumed = await clerk('POST', `/v1/tasks/${id}/resumption`, {});
      expect(resumed.json, `round ${round}`).toMatchObject({
        status: 'accepted',
        waitingFor: [{ kind: 'perform' }],
      });
      expect(resumed.json.waitingFor.length).toBe(1);
    }
  });

  it('corrects a task only with the version that was seen, and asks for a reason for a new deadline', async () => {
    const { clerk, newTask } = api;
    const id = await newTask();
    const { headers } = await clerk('GET', `/v1/tasks/${id}`);
    const etag = { 'if-match': headers.etag ?? '' };
    const patch = (body: object, h: Record<string, string> = {}) =>
      clerk('PATCH', `/v1/tasks/${id}`, body, { headers: h });
    expect((await patch({ priority: 'high' })).json).toMatchObject({
      status: 428,
      code: 'precondition_required',
    });
    expect((await patch({}, etag)).json).toMatchObject({
      status: 400,
      errors: [{ code: 'nothing_to_change' }],
    });
    expect((await patch({ deadline: { date: '2026-12-30' } }, etag)).json).toMatchObject({
      status: 422,
      code: 'reason_required',
    });
    const changed = await patch({ deadline: { date: '2026-12-30' }, reason: 'Thống nhất' }, etag);
    expect(changed.json.deadline).toMatchObject({
      original: '2026-12-08',
      current: '2026-12-30',
    });
    expect((await patch({ priority: 'high' }, etag)).json).toMatchObject({
      status: 412,
      code: 'version_mismatch',
    });
    const trace = await clerk('GET', `/v1/tasks/${id}/deadline`);
    expect(trace.json.trace.map((step: { rule: string }) => step.rule)).toContain('working_days_counted');
  });

  it('lets one of two clients with the same ETag succeed', async () => {
    const { clerk, newTask } = api;
    const id = await newTask();
    const headers = { 'if-match': '"v1"' };
    const both = await Promise.all(
      ['high', 'urgent'].map((priority) => clerk('PATCH', `/v1/tasks/${id}`, { priority }, { headers })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it('does a thing once however often it is sent', async () => {
    const { clerk, head, directive, line } = api;
    const headers = { 'idempotency-key': 'once-1' };
    const body = directive({ tasks: [line()] });
    const sent = await Promise.all([1, 2, 3].map(() => clerk('POST', '/v1/directives', body, { headers })));
    expect(new Set(sent.map((answer) => answer.json.id)).size).toBe(1);
    expect(sent.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(sent.filter((answer) => answer.headers['idempotent-replayed']).length).toBe(2);

    const target = `/v1/tasks/${sent[0]?.json.tasks[0].id}/acceptance`;
    const first = await head('POST', target, {}, { headers });
    const second = await head('POST', target, {}, { headers, at: '2026-11-23T02:00:00.000Z' });
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const other = await head('POST', target, { note: 'khác' }, { headers });
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });
});

describe('who sees what', () => {
  it('answers 404 for what is invisible and 403 for what is visible but not permitted', async () => {
    const { stranger, other, officer, newTask } = api;
    const id = await newTask({ coordinatingUnitIds: [] });
    expect((await stranger('GET', `/v1/tasks/${id}`)).status).toBe(404);
    expect((await other('GET', `/v1/tasks/${id}`)).status).toBe(404);
    for (const part of ['events', 'obligations', 'messages', 'deadline']) {
      expect((await other('GET', `/v1/tasks/${id}/${part}`)).status, part).toBe(404);
    }
    expect((await other('POST', `/v1/tasks/${id}/acceptance`, {})).status).toBe(404);
    const shared = await newTask();
    expect((await other('GET', `/v1/tasks/${shared}`)).status).toBe(200);
    expect((await other('POST', `/v1/tasks/${shared}/acceptance`, {})).json.code).toBe('forbidden');
    expect((await officer('POST', `/v1/tasks/${id}/cancellation`, { reason: 'x' })).status).toBe(403);
    expect((await officer('POST', '/v1/directives', api.directive())).status).toBe(403);
    expect((await stranger('GET', '/v1/units')).json.items).toEqual([]);
    expect((await stranger('GET', '/v1/directives')).json.items).toEqual([]);
  });

  it('lists what each may see, filtered, page by page', async () => {
    const { clerk, other, officer, stranger, units, newTask } = api;
    const hidden = await newTask({ coordinatingUnitIds: [], deadline: { date: '2027-03-31' } });
    const ids = async (who: typeof clerk, query: string) => {
      const found: string[] = [];
      let target = `/v1/tasks?${query}`;
      for (;;) {
        const page = await who('GET', target);
        expect(page.status, page.text).toBe(200);
        found.push(...page.json.items.map((each: { id: string }) => each.id));
        if (!page.json.next) return found;
        target = `/v1/tasks?${query}&cursor=${page.json.next}`;
      }
    };
    const all = await ids(clerk, 'limit=3');
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain(hidden);
    expect(await ids(officer, 'limit=200')).toContain(hidden);
    expect(await ids(other, 'limit=200')).not.toContain(hidden);
    expect(await ids(other, `limit=200&unitId=${units.finance}`)).not.toContain(hidden);
    expect(await ids(stranger, 'limit=200')).toEqual([]);

    expect(await ids(clerk, 'dueAfter=2027-03-30&dueBefore=2027-04-01')).toEqual([hidden]);
    expect(await ids(clerk, 'dueBefore=2027-03-31')).not.toContain(hidden);
    expect(await ids(clerk, 'dueAfter=2027-03-31')).not.toContain(hidden);
    const leads = await clerk(
      'GET',
      `/v1/tasks?unitId=${units.finance}&role=lead&status=assigned,completed&limit=200`,
    );
    for (const each of leads.json.items) {
      expect(each.lead.id).toBe(units.finance);
      expect(['assigned', 'completed']).toContain(each.status);
    }
    const timing = await clerk('GET', '/v1/tasks?timing=overdue&limit=200', undefined, {
      at: '2026-12-20T01:00:00.000Z',
    });
    expect(timing.json.items.length).toBeGreaterThan(0);
    for (const each of timing.json.items) expect(each.timing).toBe('overdue');
    const bad = await clerk('GET', '/v1/tasks?status=asigned&dueBefore=31/12/2026');
    expect(faultsOf(bad)).toEqual(['?dueBefore wrong_format', '?status not_allowed']);
    expect(bad.text).toContain('yyyy-mm-dd');
    const unfit = await clerk('PUT', `/v1/units/${units.finance}/members/a%20b`, {});
    expect(unfit.json.errors[0].params.format).toContain('[\\w.@:+|-]{1,128}');
    // What a client left empty by mistake must not read as "everything".
    const empty = await clerk('GET', '/v1/tasks?unitId=&directiveId=&field=');
    expect(faultsOf(empty)).toEqual(['?directiveId empty', '?field empty', '?unitId empty']);
  });

  it('gives each their work list', async () => {
    const { head, clerk, stranger, units } = api;
    const mine = await head('GET', '/v1/obligations?holder=me&kind=accept,perform');
    expect(mine.json.items.length).toBeGreaterThan(0);
    for (const each of mine.json.items) {
      expect(each.holder.id).toBe(units.finance);
      expect(each.task.content).toBeTypeOf('string');
    }
    const later = '2026-12-20T01:00:00.000Z';
    const overdue = await clerk('GET', `/v1/obligations?unitId=${units.finance}&overdue=true`, undefined, {
      at: later,
    });
    expect(overdue.json.items.length).toBeGreaterThan(0);
    for (const each of overdue.json.items) expect(each).toMatchObject({ overdue: true });
    const notYet = await clerk('GET', `/v1/obligations?unitId=${units.finance}&overdue=false`, undefined, {
      at: later,
    });
    for (const each of notYet.json.items) expect(each).toMatchObject({ overdue: false });
    const both = await head('GET', `/v1/obligations?holder=me&unitId=${units.finance}&kind=accept,perform`);
    expect(both.json.items).toEqual(mine.json.items);
    expect((await clerk('GET', `/v1/obligations?holder=me&unitId=${units.finance}`)).json.items).toEqual([]);
    expect((await stranger('GET', '/v1/obligations')).json.items).toEqual([]);
    expect((await clerk('GET', '/v1/obligations?unitId=unt_none')).json).toMatchObject({
      status: 422,
      code: 'unit_unknown',
    });
  });

  it('sees the answer of a task change when a day passes though nobody changed it', async () => {
    const { clerk, newTask } = api;
    const id = await newTask();
    const first = await clerk('GET', `/v1/tasks/${id}`);
    const headers = { 'if-none-match': first.headers.etag ?? '' };
    expect((await clerk('GET', `/v1/tasks/${id}`, undefined, { headers })).status).toBe(304);
    const nextDay = await clerk('GET', `/v1/tasks/${id}`, undefined, {
      headers,
      at: '2026-11-25T01:00:00.000Z',
    });
    expect(nextDay.status).toBe(200);
    expect(nextDay.json.version).toBe(1);
    expect(monday < '2026-11-25').toBe(true);
  });
});
