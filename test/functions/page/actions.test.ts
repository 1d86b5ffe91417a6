import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOf, hiddenOf, minutesLater, monday, offersOf, startPage, textOf } from './world.ts';

let page: Awaited<ReturnType<typeof startPage>>;
beforeAll(async () => {
  page = await startPage();
});
afterAll(() => page.engine.close());

/** A task brought to a state by the API. */
const inState = async (...steps: ['head' | 'clerk', string, object?][]) => {
  const id = await page.newTask();
  for (const [who, noun, body = {}] of steps) {
    const answer = await page[who]('POST', `/v1/tasks/${id}/${noun}`, body);
    expect(answer.status, answer.text).toBe(200);
  }
  return id;
};
const accepted = () => inState(['head', 'acceptance']);
const submitted = () => inState(['head', 'acceptance'], ['head', 'submission', { note: 'Xong' }]);
const disputed = () =>
  inState(['head', 'dispute', { reason: 'Thuộc Sở Xây dựng', suggestedUnitId: page.units.building }]);

/** Sends a form and follows the redirect as a browser does. */
const carry = async (user: string, id: string, action: string, typed: Record<string, string> = {}) => {
  const path = page.link(user, id);
  const { answer } = await page.fill(path, action, typed);
  expect(answer.status, textOf(answer.text)).toBe(303);
  expect(answer.headers.location).toMatch(/^\?done=[\w.%-]+$/);
  const shown = await page.open(`${path}${answer.headers.location}`);
  expect(shown.status).toBe(200);
  expect(shown.text).toContain('role="status"');
  expect(textOf(shown.text)).toContain('Đã ghi nhận.');
  const [last] = (await page.events(id)).toReversed();
  expect(last.actor).toMatchObject({ kind: 'user', userId: user, via: 'mail' });
  return { task: await page.task(id), last, text: textOf(shown.text) };
};

describe('each form does what the API does', () => {
  it('accept', async () => {
    const done = await carry('fin-officer', await page.newTask(), 'accept', {
      note: 'Giao phòng Ngân sách.',
    });
    expect(done.task.status).toBe('accepted');
    expect(done.last).toMatchObject({ type: 'accepted', data: { note: 'Giao phòng Ngân sách.' } });
    expect(done.text).toContain('Giao phòng Ngân sách.');
  });

  it('dispute, with a unit named by its name or its code in any case', async () => {
    for (const unit of ['Sở Xây dựng', 'sở xây dựng', 'sxd']) {
      const done = await carry('fin-head', await page.newTask(), 'dispute', {
        reason: 'Không đúng chức năng',
        unit,
      });
      expect(done.task).toMatchObject({ status: 'disputed', dispute: { suggestedUnit: { code: 'SXD' } } });
    }
  });

  it('progress, with a percentage as people write it', async () => {
    const done = await carry('fin-officer', await accepted(), 'progress', {
      note: 'Dòng một\r\nDòng hai',
      percent: '60 %',
    });
    expect(done.task).toMatchObject({
      status: 'in_progress',
      progress: { note: 'Dòng một\nDòng hai', percent: 60 },
    });
  });

  it('submit, with a document and a date in the form in which it is written', async () => {
    const done = await carry('fin-officer', await accepted(), 'submit', {
      note: 'Đã ban hành.',
      number: '127-KH/TU',
      date: '5/12/2026',
      url: 'https://example.org/127',
    });
    expect(done.task).toMatchObject({
      status: 'submitted',
      submission: {
        note: 'Đã ban hành.',
        products: [{ number: '127-KH/TU', date: '2026-12-05', url: 'https://example.org/127' }],
      },
    });
  });

  it('submit with nothing else to say', async () => {
    const done = await carry('fin-officer', await accepted(), 'submit');
    expect(done.task.submission).toMatchObject({ note: null, products: [] });
  });

  it('confirm', async () => {
    const done = await carry('clerk', await submitted(), 'confirm', { note: 'Đạt.' });
    expect(done.task).toMatchObject({ status: 'completed', verdict: { againstCurrent: 'on_time' } });
  });

  it('return, to a date or to words that can be read', async () => {
    const byDate = await carry('clerk', await submitted(), 'return', { reason: 'Thiếu', date: '2026-12-15' });
    expect(byDate.task).toMatchObject({ status: 'returned', returned: { date: '2026-12-15' } });
    const asWritten = await carry('clerk', await submitted(), 'return', {
      reason: 'Thiếu',
      date: '15/12/2026',
    });
    expect(asWritten.task.returned.date).toBe('2026-12-15');
    const inWords = await carry('clerk', await submitted(), 'return', {
      reason: 'Thiếu',
      date: 'trước ngày 16/12/2026',
    });
    expect(inWords.task.returned.date).toBe('2026-12-15');
  });

  it('uphold a disputed assignment', async () => {
    const done = await carry('clerk', await disputed(), 'uphold', { reason: 'Đúng chức năng' });
    expect(done.task).toMatchObject({ status: 'accepted', lead: { code: 'STC' } });
  });

  it('give a disputed task to another unit, the suggested one already filled in', async () => {
    const id = await disputed();
    const shown = await page.open(page.link('clerk', id));
    expect(shown.text).toMatch(/id="reassign-unit"[^>]* value="Sở Xây dựng"/);
    const done = await carry('clerk', id, 'reassign', { unit: 'Sở Xây dựng', reason: 'Theo đề nghị' });
    expect(done.task).toMatchObject({ status: 'assigned', lead: { code: 'SXD' } });
  });

  it('urge', async () => {
    const id = await accepted();
    const done = await carry('clerk', id, 'urge', { note: 'Báo cáo trước thứ Sáu.' });
    expect(done.task.escalation.urgings).toBe(1);
    expect(done.text).toMatch(/Lần 1, ngày 23\/11\/2026: đồng chí Người clerk đôn đốc Sở Tài chính/);
    const rows = (await page.clerk('GET', `/v1/tasks/${id}/messages`)).json.items;
    expect(rows.map((row: { personId: string }) => row.personId)).toEqual(
      expect.arrayContaining(['fin-head', 'fin-officer']),
    );
  });
});

describe('requests are made and answered from the page', () => {
  const extensions = (id: string) =>
    page.clerk('GET', `/v1/tasks/${id}`).then((answer) => answer.json.deadline);

  it('an extension, granted to the date asked for or to another', async () => {
    for (const [date, due] of [
      [{}, '2026-12-21'],
      [{ date: '15/12/2026' }, '2026-12-15'],
    ] as const) {
      const id = await accepted();
      const asked = await carry('fin-head', id, 'extend', { reason: 'Chờ số liệu', date: '21/12/2026' });
      expect(asked.last.type).toBe('extension_requested');
      expect(offersOf((await page.open(page.link('fin-head', id))).text)).not.toContain('extend');
      const done = await carry('clerk', id, 'grant', date);
      expect(done.text).toContain('Đồng ý gia hạn đến');
      expect(await extensions(id)).toMatchObject({ extensions: 1, current: due });
    }
  });

  it('an extension refused, with the reason that a refusal needs', async () => {
    const id = await accepted();
    await carry('fin-head', id, 'extend', { reason: 'Chờ số liệu', date: '21/12/2026' });
    const { answer } = await page.fill(page.link('clerk', id), 'refuse');
    expect(answer.status).toBe(422);
    expect(formOf(answer.text, 'refuse')).toContain('Cần điền mục này.');
    const done = await carry('clerk', id, 'refuse', { reason: 'Không có căn cứ' });
    expect(done.text).toContain('Không đồng ý (Người clerk, ngày 23/11/2026).');
    expect(await extensions(id)).toMatchObject({ extensions: 0, current: '2026-12-08' });
  });

  it('a date that is not later', async () => {
    const id = await accepted();
    const { answer } = await page.fill(page.link('fin-head', id), 'extend', {
      reason: 'x',
      date: '2026-12-01',
    });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('Ngày này không muộn hơn thời hạn hiện nay');
  });

  it('contribute, with what proves it: by the unit that was asked, and no other', async () => {
    const id = await accepted();
    const asked = await page.head('POST', `/v1/tasks/${id}/contributions`, { text: 'Gửi số liệu của ngành' });
    expect(asked.status, asked.text).toBe(201);
    expect(offersOf((await page.open(page.link('fin-head', id))).text)).not.toContain('contribute');
    const shown = await page.open(page.link('build-head', id));
    expect(offersOf(shown.text)[0]).toBe('contribute');
    expect(textOf(shown.text)).toContain('Gửi số liệu của ngành');
    const done = await carry('build-head', id, 'contribute', {
      ...{ text: 'Số liệu như kèm theo', number: '45/SXD', date: '1/12/2026' },
    });
    expect(done.task.contributions).toMatchObject([
      {
        ...{ state: 'closed', outcome: 'contributed' },
        answer: { text: 'Số liệu như kèm theo', products: [{ number: '45/SXD', date: '2026-12-01' }] },
      },
    ]);
    expect(offersOf((await page.open(page.link('build-head', id))).text)).not.toContain('contribute');
  });

  it('report what was corrected, to the demand that is shown', async () => {
    const id = await accepted();
    const demanded = { demand: 'Chưa phân công người chịu trách nhiệm', deadline: { workingDays: 5 } };
    expect((await page.clerk('POST', `/v1/tasks/${id}/rectifications`, demanded)).status).toBe(201);
    const shown = await page.open(page.link('fin-officer', id));
    expect(textOf(shown.text)).toContain('Chưa phân công người chịu trách nhiệm');
    expect(offersOf((await page.open(page.link('clerk', id))).text)).not.toContain('rectify');
    const done = await carry('fin-officer', id, 'rectify', { text: 'Đã phân công Phó Giám đốc' });
    expect(done.task.rectifications).toMatchObject([
      { state: 'closed', outcome: 'rectified', answer: { text: 'Đã phân công Phó Giám đốc' } },
    ]);
    expect(done.last).toMatchObject({ type: 'rectified' });
  });

  it('proposals, the oldest open one first; an interim answer leaves it open; one appeal', async () => {
    const id = await accepted();
    const first = await carry('fin-officer', id, 'propose', {
      text: 'Xin ý kiến về kinh phí',
      blocking: '1',
    });
    expect(first.last.data).toMatchObject({ addressedToUnitId: page.units.office, blocking: true });
    await carry('fin-officer', id, 'propose', { text: 'Xin ý kiến về nhân sự', unit: 'TT' });
    expect(offersOf((await page.open(page.link('fin-head', id))).text)).not.toContain('appeal');

    const interim = await carry('clerk', id, 'answer', { text: 'Đang xin ý kiến', interim: '1' });
    expect(interim.last.type).toBe('proposal_answered_for_now');
    const final = await carry('clerk', id, 'answer', { text: 'Dùng nguồn dự phòng' });
    expect(final.last.data).toMatchObject({ proposalId: first.last.data.proposalId });
    expect(offersOf((await page.open(page.link('clerk', id))).text)).not.toContain('answer');

    const appealed = await carry('fin-head', id, 'appeal', { reason: 'Chưa đủ' });
    expect(appealed.last).toMatchObject({ type: 'proposal_appealed', data: { to: page.units.authority } });
    expect(offersOf((await page.open(page.link('fin-head', id))).text)).not.toContain('appeal');
  });

  it('nobody answers the request of their own unit, nor one of another task', async () => {
    const id = await accepted();
    const asked = await carry('fin-head', id, 'extend', { reason: 'Chờ', date: '21/12/2026' });
    const { version } = asked.task;
    const sent = { action: 'grant', key: 'g'.repeat(26), version: String(version) };
    const request = asked.last.data.extensionId;
    expect((await page.post(page.link('fin-head', id), { ...sent, request })).status).toBe(403);
    expect((await page.post(page.link('clerk', id), sent)).status).toBe(400);
    const other = await accepted();
    const elsewhere = { ...sent, version: String((await page.task(other)).version), request };
    expect((await page.post(page.link('clerk', other), elsewhere)).status).toBe(404);
  });
});

describe('what is offered is what the permission table allows', () => {
  const offered = async (user: string, id: string) => offersOf((await page.open(page.link(user, id))).text);

  it('the lead unit answers an assignment; only its head disputes it', async () => {
    const id = await page.newTask();
    expect(await offered('fin-head', id)).toEqual(['accept', 'dispute']);
    expect(await offered('fin-officer', id)).toEqual(['accept']);
    expect(await offered('clerk', id)).toEqual(['urge']);
    expect(await offered('build-head', id)).toEqual([]);
  });

  it('the lead unit reports, the assigning side judges, nobody judges their own work', async () => {
    expect(await offered('fin-officer', await accepted())).toEqual(['submit', 'progress', 'propose']);
    expect(await offered('fin-head', await accepted())).toEqual(['submit', 'progress', 'extend', 'propose']);
    const id = await submitted();
    expect(await offered('fin-head', id)).toEqual([]);
    expect(await offered('clerk', id)).toEqual(['confirm', 'return', 'urge']);
    await page.person(page.units.office, 'fin-head', { roles: ['officer'] });
    expect(await offered('fin-head', id)).toEqual(['urge']);
    await page.admin('DELETE', `/v1/units/${page.units.office}/members/fin-head`);
  });

  it('calling off, suspending and reassigning at will need a sign-in', async () => {
    const id = await disputed();
    expect(await offered('clerk', id)).toEqual(['uphold', 'reassign', 'urge']);
    for (const action of ['cancel', 'suspend', 'change', 'resume'])
      expect(
        (await page.post(page.link('clerk', id), { action, key: 'k'.repeat(26), version: '2', reason: 'x' }))
          .status,
      ).toBe(400);
    const open = await accepted();
    const { version } = await page.task(open);
    const sent = {
      action: 'reassign',
      key: 'r'.repeat(26),
      version: String(version),
      unit: 'SXD',
      reason: 'x',
    };
    expect((await page.post(page.link('clerk', open), sent)).status).toBe(409);
    const stale = { ...sent, version: String(version - 1) };
    expect((await page.post(page.link('clerk', open), stale)).status).toBe(412);
    expect((await page.task(open)).lead.code).toBe('STC');
  });

  it('a closed task offers nothing and says how it ended', async () => {
    const id = await submitted();
    await page.clerk('POST', `/v1/tasks/${id}/confirmation`, {});
    const shown = await page.open(page.link('fin-head', id));
    expect(offersOf(shown.text)).toEqual([]);
    expect(textOf(shown.text)).toContain('Đã hoàn thành, được xác nhận ngày 23/11/2026: đúng hạn');
  });
});

describe('sending twice', () => {
  it('is one act', async () => {
    const id = await accepted();
    const path = page.link('fin-officer', id);
    const { sent, answer } = await page.fill(path, 'progress', { note: 'Một lần' });
    const before = (await page.events(id)).length;
    const later = await page.post(path, sent, minutesLater(2));
    expect([answer.status, later.status]).toEqual([303, 303]);
    expect(later.headers.location).toBe(answer.headers.location);
    expect((await page.events(id)).length).toBe(before);
  });

  it('is one act also when it changes the state, and when both arrive together', async () => {
    const id = await page.newTask();
    const path = page.link('fin-head', id);
    const sent = hiddenOf((await page.open(path)).text, 'accept');
    const answers = await Promise.all([page.post(path, sent), page.post(path, sent), page.post(path, sent)]);
    expect(answers.map((each) => each.status)).toEqual([303, 303, 303]);
    const types = (await page.events(id)).map((each: { type: string }) => each.type);
    expect(types.filter((type: string) => type === 'accepted')).toHaveLength(1);
  });

  it('of two forms of the same page is two acts, if the second still fits', async () => {
    const id = await accepted();
    const path = page.link('fin-officer', id);
    const { page: first } = await page.fill(path, 'progress', { note: 'Đang làm' });
    const submit = { ...hiddenOf(first.text, 'submit'), note: 'Xong' };
    const refused = await page.post(path, submit);
    expect(refused.status).toBe(412);
    const again = await page.post(path, { ...submit, ...hiddenOf(refused.text, 'submit') });
    expect(again.status).toBe(303);
    expect((await page.task(id)).status).toBe('submitted');
  });

  it('with other words is refused, and the other words are kept', async () => {
    const id = await accepted();
    const path = page.link('fin-officer', id);
    const { sent } = await page.fill(path, 'progress', { note: 'Lần đầu' });
    const other = await page.post(path, { ...sent, note: 'Nội dung khác' });
    expect(other.status).toBe(422);
    expect(textOf(other.text)).toContain('Biểu mẫu này đã được gửi trước đó');
    expect(other.text).toContain('Nội dung khác');
    expect(hiddenOf(other.text, 'progress').key).not.toBe(sent.key);
    expect((await page.task(id)).progress.note).toBe('Lần đầu');
  });
});

it('opening the page changes nothing, however often', async () => {
  const id = await page.newTask();
  const path = page.link('fin-head', id);
  const before = await page.task(id);
  for (const method of ['GET', 'HEAD', 'GET']) await page.http(method, path, { at: monday });
  expect((await page.events(id)).length).toBe(1);
  expect((await page.task(id)).version).toBe(before.version);
});

it('tells of a recorded act only who did it, not what an address claims', async () => {
  const id = await page.newTask();
  const shown = await page.open(`${page.link('fin-head', id)}?done=anything&utm_source=mail`);
  expect(shown.status).toBe(200);
  expect(shown.text).not.toContain('role="status"');
  const { answer } = await page.fill(page.link('fin-head', id), 'accept');
  const own = await page.open(`${page.link('fin-head', id)}${answer.headers.location}`);
  expect(textOf(own.text)).toContain('Lúc 08:00 ngày 23/11/2026, đồng chí đã tiếp nhận nhiệm vụ.');
  const another = await page.open(`${page.link('fin-officer', id)}${answer.headers.location}`);
  expect(another.text).not.toContain('role="status"');
});

it('lets a substitute act for the head who is away, under both names', async () => {
  const body = { userId: 'fin-officer', from: '2026-11-23', to: '2026-11-27' };
  const path = `/v1/units/${page.units.finance}/members/fin-head/substitute`;
  expect((await page.admin('PUT', path, body)).status).toBeLessThan(300);
  const done = await carry('fin-officer', await page.newTask(), 'dispute', {
    reason: 'Không đúng chức năng',
  });
  expect(done.last.actor).toMatchObject({ userId: 'fin-officer', onBehalfOf: 'fin-head', via: 'mail' });
  expect(done.text).toContain('Người fin-officer (Sở Tài chính), thay Người fin-head');
  await page.admin('DELETE', path);
});
