import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

describe('units', () => {
  it('is created, read, listed and changed by administrators only', async () => {
    const { admin, clerk, officer, units } = api;
    const body = { code: 'P-QLNS', name: 'Phòng Quản lý ngân sách', kind: 'unit', parentId: units.finance };
    expect((await clerk('POST', '/v1/units', body)).json).toMatchObject({ status: 403, code: 'forbidden' });
    const created = await admin('POST', '/v1/units', body);
    expect(created.json).toMatchObject({ parentId: units.finance, validFrom: '2026-11-23', version: 1 });
    expect(created.json.path).toBe(`/${units.finance}/${created.json.id}/`);
    const address = created.headers.location ?? '';
    expect((await officer('GET', address)).json).toEqual(created.json);

    const etag = (version: number) => ({ headers: { 'if-match': `"v${version}"` } });
    const changed = await admin('PATCH', address, { name: 'Phòng Ngân sách', parentId: null }, etag(1));
    expect(changed.json).toMatchObject({ name: 'Phòng Ngân sách', parentId: null, version: 2 });
    expect(changed.headers.etag).toBe('"v2"');
    expect((await admin('PATCH', address, { name: 'Khác' }, etag(1))).status).toBe(412);
    expect((await officer('GET', address)).json.name).toBe('Phòng Ngân sách');
  });

  it('keeps the tree a tree and codes unique', async () => {
    const { admin, units } = api;
    const child = await admin('POST', '/v1/units', {
      code: 'CON',
      name: 'Đơn vị con',
      kind: 'unit',
      parentId: units.building,
    });
    const headers = { 'if-match': '*' };
    const loop = await admin(
      'PATCH',
      `/v1/units/${units.building}`,
      { parentId: child.json.id },
      { headers },
    );
    expect(loop.json).toMatchObject({
      status: 422,
      code: 'own_descendant',
      errors: [{ pointer: '/parentId' }],
    });
    const self = await admin(
      'PATCH',
      `/v1/units/${units.building}`,
      { parentId: units.building },
      { headers },
    );
    expect(self.status).toBe(422);
    const taken = await admin('POST', '/v1/units', { code: 'STC', name: 'Trùng', kind: 'unit' });
    expect(taken.json).toMatchObject({
      status: 409,
      code: 'unit_code_taken',
      errors: [{ pointer: '/code' }],
    });
    const orphan = await admin('POST', '/v1/units', {
      code: 'MC',
      name: 'Mồ côi',
      kind: 'unit',
      parentId: 'unt_none',
    });
    expect(orphan.json).toMatchObject({ status: 422, code: 'parent_unknown' });
    const ended = await admin('PATCH', `/v1/units/${child.json.id}`, { validTo: '2020-01-01' }, { headers });
    expect(ended.json.code).toBe('ends_before_it_begins');
  });

  it('is registered once per Idempotency-Key', async () => {
    const { admin } = api;
    const send = () =>
      admin(
        'POST',
        '/v1/units',
        { code: 'MOT', name: 'Một', kind: 'unit' },
        { headers: { 'idempotency-key': 'u1' } },
      );
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it('lists by subtree, kind and validity, page by page', async () => {
    const { clerk, units } = api;
    const codes = async (query: string) =>
      (await clerk('GET', `/v1/units?limit=200&${query}`)).json.items.map(
        (unit: { code: string }) => unit.code,
      );
    expect(await codes('kind=office')).toEqual(['VPTU']);
    expect((await codes(`under=${units.building}`)).sort()).toEqual(['CON', 'SXD']);
    expect(await codes('validOn=1999-01-01')).toEqual([]);
    expect(await codes('code=STC')).toEqual(['STC']);
    const first = await clerk('GET', '/v1/units?limit=2');
    const rest = await clerk('GET', `/v1/units?limit=200&cursor=${first.json.next}`);
    const both = [...first.json.items, ...rest.json.items].map((unit: { code: string }) => unit.code);
    expect(both).toEqual(await codes(''));
  });

  it('takes a name in either Unicode form as the same name', async () => {
    const { admin } = api;
    const created = await admin('POST', '/v1/units', {
      code: 'NFD',
      name: 'Sở Nội vụ'.normalize('NFD'),
      kind: 'unit',
    });
    expect(created.json.name).toBe('Sở Nội vụ'.normalize('NFC'));
    const broken = await admin('POST', '/v1/units', {
      code: 'X1',
      name: 'a\nb',
      kind: 'unit',
      email: 'nobody',
    });
    expect(broken.json.errors.map((each: { code: string }) => each.code).sort()).toEqual([
      'line_break',
      'wrong_format',
    ]);
  });
});

describe('members', () => {
  it('is placed, replaced, read and removed', async () => {
    const { admin, officer, units } = api;
    const address = `/v1/units/${units.building}/members/new-one`;
    const body = { name: 'Người mới', email: 'moi@example.org', roles: ['officer'], locale: 'vi' };
    expect((await officer('PUT', address, body)).status).toBe(403);
    const created = await admin('PUT', address, body);
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({ userId: 'new-one', unreachable: null, version: 1 });
    expect((await admin('PUT', address, body, { headers: { 'if-none-match': '*' } })).status).toBe(412);
    expect((await admin('PUT', address, body, { headers: { 'if-match': '"v9"' } })).status).toBe(412);
    const replaced = await admin(
      'PUT',
      address,
      { ...body, roles: ['deputy'] },
      { headers: { 'if-match': '"v1"' } },
    );
    expect(replaced).toMatchObject({ status: 200, json: { roles: ['deputy'], version: 2 } });
    expect((await officer('GET', address)).headers.etag).toBe('"v2"');
    const people = await officer('GET', `/v1/units/${units.building}/members`);
    expect(people.json.items.map((each: { userId: string }) => each.userId)).toEqual([
      'build-head',
      'new-one',
    ]);
    expect((await admin('DELETE', address, undefined, { headers: { 'if-match': '"v1"' } })).status).toBe(412);
    expect((await admin('DELETE', address)).status).toBe(204);
    expect((await admin('DELETE', address)).json).toMatchObject({ status: 404, code: 'member_not_found' });
    expect((await admin('PUT', '/v1/units/unt_none/members/x', body)).json.code).toBe('unit_not_found');
  });

  it('says who the caller is', async () => {
    const { head, admin, stranger, units } = api;
    expect((await head('GET', '/v1/me')).json).toMatchObject({
      userId: 'fin-head',
      administrator: false,
      memberships: [{ unit: { id: units.finance, code: 'STC' }, roles: ['head'] }],
    });
    expect((await admin('GET', '/v1/me')).json.administrator).toBe(true);
    expect((await stranger('GET', '/v1/me')).json).toMatchObject({ userId: 'stranger', memberships: [] });
  });
});
