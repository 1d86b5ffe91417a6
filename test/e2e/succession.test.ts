import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, textAt } from './client.ts';
import { hanoi, localDay, toldOf } from './mornings.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** Monday. The 24th is a day off, so ten working days end on Tuesday 2026-12-08. */
const place = {
  on: ['local'],
  because: 'weeks of mornings, before and after a day of change',
  at: hanoi('2026-11-23', '08:00'),
} as const;
const reason = 'Nghị quyết về sắp xếp tổ chức bộ máy';

scenario('two units are merged in the middle of a month', place, (running) => {
  let target: Target;
  let office: Office;
  let officer: Call;
  let heir: string;
  const tasks: Record<string, string> = {};
  const task = async (name: string) => (await officer('GET', `/tasks/${tasks[name]}`)).body;
  const act = async (who: string, name: string, part: string, body: object = {}) => {
    const answer = await (await office.person(who))('POST', `/tasks/${tasks[name]}/${part}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  };
  /** A task by its own name, which mails about it mention. */
  const assign = async (name: string, fields: object) => {
    tasks[name] = (await assignTask(office, { content: `Nhiệm vụ ${name}`, ...fields })).taskId;
  };
  /** Mails about a task since a day, one line a person and morning. */
  const told = async (name: string, since: string) =>
    toldOf(await target.mails(), `Nhiệm vụ ${name}`).filter((line) => line >= since);

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    officer = await office.person('vptu.officer');
    const { STC: stc, SXD: sxd } = office.units;
    await assign('trễ', {});
    await assign('sắp đến hạn', { coordinatingUnitIds: [], deadline: { date: '2026-12-11' } });
    await assign('phối hợp', {
      leadUnitIds: [sxd],
      coordinatingUnitIds: [stc],
      deadline: { date: '2027-01-29' },
    });
    await assign('đã xong', { leadUnitIds: [sxd], coordinatingUnitIds: [] });
    await assign('chờ xác nhận', { coordinatingUnitIds: [] });
    await assign('chung', {
      leadUnitIds: [stc, sxd],
      coordinatingUnitIds: [],
      deadline: { date: '2027-01-29' },
    });
    for (const name of ['trễ', 'sắp đến hạn', 'chờ xác nhận']) await act('stc.head', name, 'acceptance');
    for (const name of ['phối hợp', 'đã xong']) await act('sxd.head', name, 'acceptance');
    await act('sxd.officer', 'đã xong', 'submission');
    await act('vptu.officer', 'đã xong', 'confirmation');
    await act('stc.officer', 'chờ xác nhận', 'submission');
    await act('sxd.officer', 'phối hợp', 'contributions', {
      text: 'Số liệu',
      deadline: { date: '2026-12-16' },
    });
    // The first urging about the work that is late has gone out, and at eight the reminder of the day before is planned.
    await target.until(hanoi('2026-12-10', '08:00'));
    const order = { kind: 'merge', on: '2026-12-10', reason };
    const fresh = {
      code: 'SHTTC',
      name: 'Sở Hạ tầng và Tài chính',
      kind: 'unit',
      parentId: office.units['BCS-UBND'],
    };
    const first = await office.admin('POST', `/units/${stc}/succession`, { ...order, into: [fresh] });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    heir = textAt(first.body, 'heirs.0.id');
    const second = await office.admin('POST', `/units/${sxd}/succession`, { ...order, into: [heir] });
    expect(second.status, JSON.stringify(second.body)).toBe(201);
  });

  test('nothing open is without a holder', async () => {
    const open = await office.admin('GET', '/obligations?limit=200');
    const holders = new Set(listAt(open.body, 'items').map((each) => textAt(each, 'holder.code')));
    expect([...holders].sort()).toEqual(['SHTTC', 'VPTU']);
    for (const name of ['trễ', 'sắp đến hạn', 'phối hợp', 'chờ xác nhận'])
      expect(at(await task(name), 'lead.code'), name).toBe('SHTTC');
    expect(await task('chung')).toMatchObject({ leads: [{ code: 'SHTTC' }], rollUp: { total: 2 } });
    // Nobody owes a part to themselves.
    expect(await task('phối hợp')).toMatchObject({
      coordinating: [],
      waitingFor: [{ kind: 'perform', unit: { code: 'SHTTC' } }, { kind: 'report' }],
      contributions: [{ state: 'closed', outcome: 'superseded' }],
    });
    for (const unit of ['STC', 'SXD'])
      expect((await office.admin('GET', `/units/${office.units[unit]}`)).body).toMatchObject({
        ...{ validTo: '2026-12-10', heirId: heir },
      });
  });

  test('the reminder that was planned is sent, and the next ones go to everybody of the new unit', async () => {
    await target.until(hanoi('2026-12-11', '12:00'));
    expect(await told('sắp đến hạn', '2026-12-10')).toEqual([
      ...['2026-12-10 stc.head', '2026-12-10 stc.officer'],
      ...['2026-12-11 stc.head', '2026-12-11 stc.officer', '2026-12-11 sxd.officer'],
    ]);
    const ledger = await officer('GET', `/tasks/${tasks['sắp đến hạn']}/messages?limit=200`);
    const states = listAt(ledger.body, 'items').map((each) => at(each, 'state'));
    expect(new Set(states)).toEqual(new Set(['delivered']));
  });

  test('its people are told what came to it, from which unit and with which deadline, in one mail', async () => {
    const mails = (await target.mails()).filter((mail) => localDay(mail) === '2026-12-10');
    const textTo = (who: string) => {
      const [mail, ...more] = mails.filter(({ to }) => to.startsWith(who));
      expect(more, who).toEqual([]);
      return (mail?.text ?? '').replaceAll(/\s+/g, ' ');
    };
    const text = textTo('stc.officer');
    const [, news = ''] = text.split('NHẬN BÀN GIAO DO SẮP XẾP TỔ CHỨC (5)');
    for (const [name, due, from] of [
      ['trễ', '08/12/2026', 'Sở Tài chính'],
      ['sắp đến hạn', '11/12/2026', 'Sở Tài chính'],
      ['phối hợp', '29/01/2027', 'Sở Xây dựng'],
      ['chung', '29/01/2027', 'Sở Tài chính'],
      ['chung', '29/01/2027', 'Sở Xây dựng'],
    ])
      expect(news).toMatch(
        new RegExp(`Nhiệm vụ ${name} [^*]*ngày ${due}\\. Nhận bàn giao từ ${from}; thời hạn giữ nguyên`),
      );
    // What was late stays late, under its count.
    expect(news).toContain('QUÁ HẠN 2 NGÀY LÀM VIỆC Nhiệm vụ trễ');
    expect(news).toContain('đã đôn đốc lần 1 ngày 09/12/2026');
    expect(textTo('sxd.officer')).toContain('Nhận bàn giao từ Sở Xây dựng; thời hạn giữ nguyên.');
    expect(textTo('sxd.officer')).not.toContain('Nhiệm vụ đã xong');
    const ledger = await officer('GET', `/tasks/${tasks.trễ}/messages?limit=200`);
    const rows = listAt(ledger.body, 'items').filter((each) => at(each, 'alarm') === 'inherited');
    expect(rows.map((each) => `${textAt(each, 'personId')} ${textAt(each, 'state')}`).sort()).toEqual([
      ...['stc.head delivered', 'stc.officer delivered'],
    ]);
  });

  test('the ladder that was running goes on with its next rung, under its next number', async () => {
    expect(await told('trễ', '2026-12-09')).toEqual([
      ...['2026-12-09 stc.head', '2026-12-09 stc.officer'],
      ...['2026-12-10 stc.head', '2026-12-10 stc.officer'],
    ]);
    await target.until(hanoi('2026-12-15', '12:00'));
    expect(await told('trễ', '2026-12-11')).toEqual([
      ...['btg.officer', 'stc.head', 'stc.officer', 'sxd.officer'].map((who) => `2026-12-15 ${who}`),
    ]);
    expect(await task('trễ')).toMatchObject({
      ...{ lead: { code: 'SHTTC' }, escalation: { urgings: 2, rung: 2 } },
      formerLeads: [{ unit: { code: 'STC' }, reason }],
      heldDays: { [office.units.STC ?? '']: 12, [heir]: 3 },
    });
  });

  test('both histories are readable, under the names of their time', async () => {
    // The head of one of the old units, now a deputy of the new one.
    const former = await office.person('sxd.head');
    const closed = await former('GET', `/tasks/${tasks['đã xong']}`);
    expect(closed.body).toMatchObject({ status: 'completed', lead: { code: 'SXD', name: 'Sở Xây dựng' } });
    const { body } = await former('GET', `/tasks/${tasks['trễ']}/events?limit=200`);
    const events = listAt(body, 'items');
    expect(events.map((each) => at(each, 'type')).filter((type) => type !== 'reminded')).toEqual([
      ...['registered', 'accepted', 'deadline_passed', 'urged', 'succeeded', 'succeeded', 'urged'],
    ]);
    const ended = await former('GET', `/tasks?unitId=${office.units.SXD}&limit=200`);
    expect(listAt(ended.body, 'items').map((each) => at(each, 'id'))).toEqual([tasks['đã xong']]);
  });

  test('the work goes on: handed in by one of the new unit, confirmed by the Office', async () => {
    await act('sxd.officer', 'sắp đến hạn', 'submission', { note: 'Đã hoàn thành' });
    const done = await act('vptu.officer', 'sắp đến hạn', 'confirmation');
    expect(at(done, 'verdict')).toMatchObject({ againstOriginal: 'late', daysLateOriginal: 2 });
    expect(at(await act('vptu.officer', 'chờ xác nhận', 'confirmation'), 'status')).toBe('completed');
  });
});

scenario('a unit is split and another gets a new name, on a day to come', place, (running) => {
  let target: Target;
  let office: Office;
  const tasks: Record<string, string> = {};

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    const later = { coordinatingUnitIds: [], deadline: { date: '2026-12-18' } };
    for (const field of ['khoa học', 'công nghệ'])
      tasks[field] = (
        await assignTask(office, {
          ...later,
          leadUnitIds: [office.units.SKHCN],
          field,
          content: `Việc ${field}`,
        })
      ).taskId;
    tasks.renamed = (await assignTask(office, { ...later, leadUnitIds: [office.units.SXD] })).taskId;
    tasks.closed = (await assignTask(office, { ...later, leadUnitIds: [office.units.SXD] })).taskId;
    const officer = await office.person('vptu.officer');
    await officer('POST', `/tasks/${tasks.closed}/cancellation`, { reason: 'Trùng' });
    const parentId = office.units['BCS-UBND'];
    const split = await office.admin('POST', `/units/${office.units.SKHCN}/succession`, {
      ...{ kind: 'split', on: '2026-12-07', reason },
      into: [
        { code: 'SKH', name: 'Sở Khoa học', kind: 'unit', parentId },
        { code: 'SCN', name: 'Sở Công nghệ', kind: 'unit', parentId },
      ],
      assignments: [{ to: 'SCN', fields: ['công nghệ'] }],
    });
    expect(split.status, JSON.stringify(split.body)).toBe(201);
    const renamed = await office.admin('POST', `/units/${office.units.SXD}/succession`, {
      ...{ kind: 'rename', on: '2026-12-07', reason, name: 'Sở Quy hoạch và Xây dựng', code: 'SQHXD' },
    });
    expect(renamed.status, JSON.stringify(renamed.body)).toBe(201);
    // The new unit has people of its own; those of the old one go to the first heir.
    const seat = {
      name: 'Giám đốc Sở Công nghệ',
      email: 'scn.head@example.com',
      roles: ['head'],
      locale: 'vi',
    };
    const scn = textAt(split.body, 'heirs.1.id');
    expect((await office.admin('PUT', `/units/${scn}/members/scn.head`, seat)).status).toBe(201);
  });
  const lead = async (name: string) =>
    at((await (await office.person('vptu.officer'))('GET', `/tasks/${tasks[name]}`)).body, 'lead.code');

  test('until then all is as it was', async () => {
    await target.until(hanoi('2026-12-04', '17:00'));
    expect([await lead('khoa học'), await lead('công nghệ'), await lead('renamed')]).toEqual([
      ...['SKHCN', 'SKHCN', 'SXD'],
    ]);
  });

  test('on that day each takes its field over, and the name is new on what is open alone', async () => {
    await target.until(hanoi('2026-12-07', '10:00'));
    expect([await lead('khoa học'), await lead('công nghệ')]).toEqual(['SKH', 'SCN']);
    expect([await lead('renamed'), await lead('closed')]).toEqual(['SQHXD', 'SXD']);
    expect((await office.admin('GET', `/units/${office.units.SXD}`)).body).toMatchObject({
      ...{ name: 'Sở Quy hoạch và Xây dựng', formerNames: [{ code: 'SXD', until: '2026-12-07' }] },
    });
  });

  test('what came to each is told to its people on that morning, and the reminders go to them', async () => {
    await target.until(hanoi('2026-12-18', '17:00'));
    const mails = await target.mails();
    const about = (field: string) => toldOf(mails, `Việc ${field}`).filter((line) => line >= '2026-12-07');
    const days = (who: string, ...mornings: string[]) => mornings.map((day) => `2026-12-${day} ${who}`);
    expect(about('công nghệ')).toEqual(days('scn.head', '07', '09', '15', '17', '18'));
    expect(about('khoa học')).toEqual(
      [
        ...days('skhcn.head', '07', '17', '18'),
        ...days('skhcn.officer', '07', '09', '15', '17', '18'),
      ].sort(),
    );
  });
});
