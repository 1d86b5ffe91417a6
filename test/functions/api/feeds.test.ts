import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monday, startApi } from './world.ts';

/** An iCalendar stream as a client reads it: unfolded lines of the first entry whose summary has the text. */
function entry(text: string, summary: string): string[] {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  const entries = lines.join('\n').split('BEGIN:VEVENT').slice(1);
  return (entries.find((each) => each.includes(summary)) ?? '').split('\n');
}

describe('a calendar feed', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  let address: string;
  let id: string;
  const read = (path: string, at = monday) => api.http('GET', path, { at });

  beforeAll(async () => {
    api = await startApi();
    await api.newTask({ content: 'Rà soát, báo cáo; kèm số liệu \\ phụ lục' });
    const opened = await api.officer('POST', '/v1/me/feeds', {});
    expect(opened.status).toBe(201);
    address = new URL(opened.json.url).pathname;
    id = opened.json.id;
  });
  afterAll(() => api.engine.close());

  it('lists what the person’s units owe, as all-day entries that do not move between zones', async () => {
    const answer = await read(address);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    const lines = entry(answer.text, 'Tiếp nhận 15-CT/TU/1');
    expect(lines).toContain('DTSTART;VALUE=DATE:20261126');
    expect(lines).toContain('DTEND;VALUE=DATE:20261127');
    expect(lines.find((line) => line.startsWith('DESCRIPTION:'))).toContain(
      'Rà soát\\, báo cáo\\; kèm số liệu \\\\ phụ lục\\nĐơn vị: Sở Tài chính',
    );
  });

  it('keeps to the form of RFC 5545: CRLF, lines of at most 75 octets, no character cut', async () => {
    const { text } = await read(address);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    expect(text).toMatch(/END:VCALENDAR\r\n$/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('is a calendar also for whoever owes nothing', async () => {
    const opened = await api.clerk('POST', '/v1/me/feeds', { unitId: api.units.office });
    const { text } = await read(new URL(opened.json.url).pathname);
    expect(text).not.toContain('BEGIN:VEVENT');
    expect(text.match(/^BEGIN:V(?!CALENDAR)\w+/gm)).toEqual(['BEGIN:VTIMEZONE']);
  });

  it('keeps the identity of an entry and raises its sequence when the task changes', async () => {
    const before = entry((await read(address)).text, 'Tiếp nhận');
    const uid = before.find((line) => line.startsWith('UID:'));
    const list = await api.officer('GET', '/v1/tasks?limit=1');
    const task = await api.clerk('GET', `/v1/tasks/${list.json.items[0].id}`);
    const changed = await api.clerk(
      'PATCH',
      `/v1/tasks/${task.json.id}`,
      { priority: 'high' },
      { headers: { 'if-match': task.headers.etag ?? '' } },
    );
    expect(changed.status).toBe(200);
    const after = entry((await read(address)).text, 'Tiếp nhận');
    expect(after).toContain(uid);
    const sequence = (lines: string[]) =>
      Number(lines.find((line) => line.startsWith('SEQUENCE:'))?.slice(9));
    expect(sequence(after)).toBeGreaterThan(sequence(before));
  });

  it('says what is past its day, as a newer state of the entry', async () => {
    const stateOf = (text: string) => {
      const lines = entry(text, 'Tiếp nhận 15-CT/TU/1');
      const value = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.split(':')[1] ?? '';
      return {
        sequence: Number(value('SEQUENCE')),
        changed: value('LAST-MODIFIED'),
        stamp: value('DTSTAMP'),
      };
    };
    const before = stateOf((await read(address)).text);
    const { text } = await read(address, '2026-11-30T01:00:00.000Z');
    expect(text.replaceAll('\r\n ', '')).toContain('SUMMARY:QUÁ HẠN: Tiếp nhận 15-CT/TU/1');
    // A program that goes by these would else go on showing it as in time.
    const after = stateOf(text);
    expect(after.sequence).toBeGreaterThan(before.sequence);
    expect([after.changed, after.stamp]).toEqual(['20261126T170000Z', '20261126T170000Z']);
    expect(after.changed > before.changed).toBe(true);
  });

  it('is not sent again while nothing in it has changed', async () => {
    const { headers } = await read(address);
    const again = (etag: string | undefined, at = monday) =>
      api.http('GET', address, { at, headers: { 'if-none-match': etag ?? '' } });
    expect((await again(headers.etag)).status).toBe(304);
    expect((await again(headers.etag, '2026-11-30T01:00:00.000Z')).status).toBe(200);
  });

  it('follows a unit only for those who may see it', async () => {
    const mine = await api.head('POST', '/v1/me/feeds', { unitId: api.units.finance });
    expect(mine.status).toBe(201);
    expect((await read(new URL(mine.json.url).pathname)).text).toContain('Tiếp nhận');
    expect((await api.other('POST', '/v1/me/feeds', { unitId: api.units.finance })).status).toBe(403);
  });

  it('answers 404 to every other address, and to this one once it is revoked', async () => {
    expect((await read(`${address.slice(0, -6)}x.ics`)).status).toBe(404);
    expect((await read('/feeds/nonsense.ics')).status).toBe(404);
    const listed = await api.officer('GET', '/v1/me/feeds');
    expect(listed.json.items.map((feed: { id: string }) => feed.id)).toContain(id);
    expect(listed.text).not.toContain(address.split('.')[2]);
    expect((await api.officer('DELETE', `/v1/me/feeds/${id}`)).status).toBe(204);
    expect((await read(address)).status).toBe(404);
    expect((await api.officer('DELETE', `/v1/me/feeds/${id}`)).status).toBe(404);
  });
});
