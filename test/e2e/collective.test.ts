import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../shared/domain/civil-date.ts';
import { at, listAt, textAt } from './client.ts';
import { type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';

const monday = '2026-11-23T02:00:00.000Z';
const localDay = (mailAt: string) => new Date(Date.parse(mailAt) + 7 * 3_600_000).toISOString().slice(0, 10);

/** "Các sở, ban, ngành": one line of a directive for 28 departments, due on Friday 2026-12-04. */
const weeks = { on: ['local'], because: 'three weeks of mornings', at: monday } as const;
scenario('a task of all departments reminds only those that are missing', weeks, (running) => {
  let office: Office;
  let parentId: string;
  const codes = Array.from({ length: 28 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`);
  const childOf = new Map<string, string>();
  const missing = ['S07', 'S19'];

  beforeAll(async () => {
    office = await openOffice(running());
    for (const code of codes) {
      const made = await office.admin('POST', '/units', {
        ...{ code, name: `Sở ${code}`, kind: 'unit', parentId: office.units['BCS-UBND'] },
        validFrom: '2020-01-01',
      });
      const unitId = textAt(made.body, 'id');
      office.units[code] = unitId;
      for (const role of ['head', 'officer']) {
        const userId = `${code.toLowerCase()}.${role}`;
        await office.admin('PUT', `/units/${unitId}/members/${userId}`, {
          ...{ name: `${role} ${code}`, email: `${userId}@example.com`, roles: [role], locale: 'vi' },
        });
      }
    }
    const officer = await office.person('vptu.officer');
    const made = await officer('POST', '/tasks', {
      content: 'Các sở, ban, ngành báo cáo kết quả sắp xếp tổ chức bộ máy',
      product: 'Báo cáo',
      assignerId: office.units.TT,
      leadUnitIds: codes.map((code) => office.units[code]),
      deadline: { date: '2026-12-04' },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    parentId = textAt(made.body, 'id');
    const children = await officer('GET', `/tasks?parentId=${parentId}&limit=200`);
    for (const child of listAt(children.body, 'items'))
      childOf.set(textAt(child, 'lead.code'), textAt(child, 'id'));
    expect([...childOf.keys()].sort()).toEqual(codes);
  });
  const parent = async () => (await (await office.person('vptu.officer'))('GET', `/tasks/${parentId}`)).body;
  const act = async (code: string, action: string, who = `${code.toLowerCase()}.head`) => {
    const answer = await (await office.person(who))('POST', `/tasks/${childOf.get(code)}/${action}`, {});
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };

  test('26 submit, 2 are urged, the other 26 hear nothing; the parent says 26/28, 2 overdue', async () => {
    for (const code of codes) await act(code, 'acceptance');
    for (const code of codes.filter((each) => !missing.includes(each))) await act(code, 'submission');
    // The periodic report, which goes to every department, is no reminder.
    const code = textAt(await parent(), 'code');
    const about = async () => (await running().mails()).filter((mail) => mail.subject.includes(code));
    const heard = (await about()).length;
    await running().until('2026-12-14T10:00:00.000Z');
    const mails = (await about()).slice(heard);
    const toDepartments = mails.map((mail) => mail.to).filter((to) => /s\d\d\./.test(to));
    expect(new Set(toDepartments.map((to) => to.slice(0, 3).toUpperCase()))).toEqual(new Set(missing));
    const urgings = mails.filter((mail) => localDay(mail.at) > '2026-12-04' && /^s\d\d\./.test(mail.to));
    expect(urgings.map((mail) => `${localDay(mail.at)} ${mail.to.split('@')[0]}`).sort()).toEqual([
      ...['2026-12-07 s07.head', '2026-12-07 s07.officer', '2026-12-07 s19.head', '2026-12-07 s19.officer'],
      ...['2026-12-11 s07.head', '2026-12-11 s07.officer', '2026-12-11 s19.head', '2026-12-11 s19.officer'],
    ]);
    expect(at(await parent(), 'rollUp')).toMatchObject({ total: 28, submitted: 26, overdue: 2 });
  });

  test('it is complete when the last of them is confirmed', async () => {
    for (const code of missing) await act(code, 'submission');
    for (const code of codes.slice(1)) await act(code, 'confirmation', 'vptu.officer');
    expect(at(await parent(), 'status')).toBe('in_progress');
    await act('S01', 'confirmation', 'vptu.officer');
    await running().until('2026-12-15T10:00:00.000Z');
    expect(await parent()).toMatchObject({
      ...{ status: 'completed', timing: 'late' },
      rollUp: { total: 28, completed: 28, overdue: 0 },
      verdict: { againstOriginal: 'late' },
    });
  });

  test('a lead added to it opens it again, and calling it off calls off what is open', async () => {
    const officer = await office.person('vptu.officer');
    const more = { content: 'Bổ sung đơn vị báo cáo', parentId, deadline: { workingDays: 5 } };
    const again = await officer('POST', '/tasks', { ...more, leadUnitIds: [office.units.S01] });
    expect(at(again.body, 'errors.0.code')).toBe('unit_named_twice');
    const added = await officer('POST', '/tasks', { ...more, leadUnitIds: [office.units.STC] });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(await parent()).toMatchObject({ status: 'in_progress', rollUp: { total: 29, completed: 28 } });
    await officer('POST', `/tasks/${parentId}/cancellation`, { reason: 'Không cần nữa' });
    await running().until('2026-12-16T10:00:00.000Z');
    const child = await officer('GET', `/tasks/${textAt(added.body, 'id')}`);
    expect(child.body).toMatchObject({ status: 'cancelled', waitingFor: [] });
  });
});

const noClock = { on: ['local', 'deployed'], stage: 'e2e-cascade', at: monday } as const;
scenario('a unit cascades its task to the units below it', noClock, (running) => {
  let office: Office;
  let parentId: string;
  let due: string;
  const cascade = async (who: string, leadUnitIds: (string | undefined)[]) =>
    (await office.person(who))('POST', '/tasks', {
      ...{ content: 'Rà soát phần việc của ngành', parentId, leadUnitIds },
    });

  beforeAll(async () => {
    office = await openOffice(running());
    due = addDays(office.today, 53);
    const officer = await office.person('vptu.officer');
    const made = await officer('POST', '/tasks', {
      content: 'Rà soát, sắp xếp tài sản công trên địa bàn',
      assignerId: office.units.TT,
      leadUnitIds: [office.units['BCS-UBND']],
      deadline: { date: due },
    });
    parentId = textAt(made.body, 'id');
    expect((await cascade('bcs-ubnd.officer', [office.units.STC])).status).toBe(409);
    await (await office.person('bcs-ubnd.head'))('POST', `/tasks/${parentId}/acceptance`, {});
  });

  test('only staff of the lead may, and only to units below their own', async () => {
    expect((await cascade('vptu.officer', [office.units.STC])).status).toBe(403);
    expect((await cascade('stc.head', [office.units.STC])).status).toBe(404);
    const outside = await cascade('bcs-ubnd.officer', [office.units.BTG, office.units['BCS-UBND']]);
    expect(outside.status).toBe(422);
    expect(listAt(outside.body, 'errors').map((each) => at(each, 'code'))).toEqual([
      ...['lead_not_below', 'lead_not_below'],
    ]);
  });

  test('the parent sees its children, and waits for them', async () => {
    const made = await cascade('bcs-ubnd.officer', [office.units.STC, office.units.SXD]);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(at(made.body, 'deadline.current')).toBe(due);
    const lead = await office.person('bcs-ubnd.head');
    const parent = await lead('GET', `/tasks/${parentId}`);
    expect(at(parent.body, 'rollUp')).toMatchObject({ total: 2, submitted: 0 });
    const refused = await lead('POST', `/tasks/${parentId}/submission`, {});
    expect([refused.status, at(refused.body, 'code')]).toEqual([409, 'children_open']);
    const children = listAt((await lead('GET', `/tasks?parentId=${parentId}`)).body, 'items');
    for (const child of children) {
      const head = await office.person(`${textAt(child, 'lead.code').toLowerCase()}.head`);
      await head('POST', `/tasks/${textAt(child, 'id')}/acceptance`, {});
      await head('POST', `/tasks/${textAt(child, 'id')}/submission`, {});
      expect((await lead('POST', `/tasks/${textAt(child, 'id')}/confirmation`, {})).status).toBe(200);
    }
    expect((await lead('POST', `/tasks/${parentId}/submission`, {})).status).toBe(200);
  });
});
