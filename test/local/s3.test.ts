import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ObjectStore, startObjectStore } from '../../local/s3.ts';
import { checkSignature } from '../../local/signature.ts';
import { openObjects } from '../../shared/clients/objects.ts';

/** The examples of AWS's specification ("Signature Calculations", examplebucket), with the keys that it uses. */
describe('a signature', () => {
  const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const credential = 'Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const get = {
    method: 'GET',
    target: '/test.txt',
    body: Buffer.alloc(0),
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': nothing,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 ${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
    },
  };
  const link = {
    method: 'GET',
    target:
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    body: Buffer.alloc(0),
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  };

  it('is good where AWS says it is', () => {
    expect(checkSignature(get, key)).toEqual({ accessKey: 'AKIAIOSFODNN7EXAMPLE' });
    expect(checkSignature(link, key)).toMatchObject({ expiresAt: Date.parse('2013-05-25T00:00:00Z') });
  });

  it.each([
    ['another key', get, 'another'],
    ['another path', { ...get, target: '/test.txt2' }, key],
    ['another method', { ...get, method: 'PUT' }, key],
    ['another body', { ...get, body: Buffer.from('x') }, key],
    ['another header', { ...get, headers: { ...get.headers, range: 'bytes=0-10' } }, key],
    ['a longer life', { ...link, target: link.target.replace('86400', '86401') }, key],
    ['no signature at all', { ...get, headers: { host: get.headers.host } }, key],
  ])('is not with %s', (_what, request, secret) => {
    expect(checkSignature(request, secret)).toBeUndefined();
  });
});

describe('objects', () => {
  const directory = mkdtempSync(join(tmpdir(), 'don-doc-s3-'));
  const at = '2026-11-23T01:00:00.000Z';
  let now = Date.parse(at);
  let store: ObjectStore;
  const start = (secretKey = process.env.AWS_SECRET_ACCESS_KEY ?? '') =>
    startObjectStore(
      [
        { name: 'Files', locked: false },
        { name: 'Records', locked: true },
      ],
      { directory, secretKey, now: () => now },
    );
  const files = () => openObjects('Files', store.endpoint);
  const records = () => openObjects('Records', store.endpoint);
  const json = { type: 'application/json' };
  const asFile = { at, seconds: 60, fileName: 'Báo cáo (1).xlsx', type: 'text/csv' };

  beforeEach(async () => {
    now = Date.parse(at);
    store = await start();
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('come back byte by byte, under keys with anything in them', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const key = "jobs/Công văn (1)+2*'!~/a b.bin";
    expect(await files().put(key, bytes, json)).toBe(true);
    expect(await files().get(key)).toEqual(bytes);
    expect(await files().get('jobs/none')).toBeUndefined();
    expect(readFileSync(join(directory, 'Files', key))).toEqual(bytes);
  });

  it('are there after a restart', async () => {
    await files().put('a', 'one', json);
    await store.close();
    store = await start();
    expect(String(await files().get('a'))).toBe('one');
  });

  it('are listed by the beginning of their key, in order, however many there are', async () => {
    const names = Array.from({ length: 1_005 }, (_, i) => `many/a +${String(i).padStart(4, '0')}`);
    mkdirSync(join(directory, 'Files', 'many'), { recursive: true });
    for (const name of names.toReversed()) writeFileSync(join(directory, 'Files', name), '');
    await files().put('other/one', 'x', json);
    expect(await files().list('many/')).toEqual(names);
    expect(await files().list('many/a +000')).toEqual(names.slice(0, 10));
    expect(await files().list('none/')).toEqual([]);
  });

  it('are replaced in an ordinary bucket, unless asked to be put once', async () => {
    await files().put('a', 'one', json);
    expect(await files().put('a', 'two', json)).toBe(true);
    expect(await files().put('a', 'three', { ...json, once: true })).toBe(false);
    expect(String(await files().get('a'))).toBe('two');
  });

  it('are put once by one of many that try at the same moment', async () => {
    const tries = Array.from({ length: 12 }, (_, i) => records().put('a', `${i}`, { ...json, once: true }));
    const answers = await Promise.all(tries);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(String(await records().get('a'))).toBe(String(answers.indexOf(true)));
  });

  it('stay as they are where they are locked', async () => {
    await records().put('a', 'one', { ...json, once: true });
    await expect(records().put('a', 'two', json)).rejects.toThrow('403 AccessDenied');
    await expect(records().put('b', 'new', json)).rejects.toThrow('403 AccessDenied');
    expect(String(await records().get('a'))).toBe('one');
  });

  it('are fetched by link until it expires, as the file that it names', async () => {
    await files().put('a b', 'x;y', json);
    const link = await files().link('a b', asFile);
    const answer = await fetch(link);
    expect(await answer.text()).toBe('x;y');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv',
      'content-disposition': "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%281%29.xlsx",
    });
    now += 60_000;
    expect((await fetch(link)).status).toBe(200);
    now += 1;
    expect((await fetch(link)).status).toBe(403);
  });

  it('are nobody’s without a signature, by a link for another object, or with another’s keys', async () => {
    await files().put('a', 'one', json);
    await files().put('b', 'two', json);
    const link = await files().link('a', asFile);
    expect((await fetch(`${store.endpoint}/Files/a`)).status).toBe(403);
    expect((await fetch(link.replace('/Files/a', '/Files/b'))).status).toBe(403);
    await store.close();
    store = await start('another key');
    await expect(files().get('a')).rejects.toThrow('403 SignatureDoesNotMatch');
    expect((await fetch(await files().link('a', asFile))).status).toBe(403);
  });

  it('lie in AWS’s own address by name of the bucket', async () => {
    const link = new URL(await openObjects('don-doc-files').link('a/b', asFile));
    expect(link.host).toBe('don-doc-files.s3.ap-southeast-1.amazonaws.com');
    expect(link.pathname).toBe('/a/b');
  });
});
