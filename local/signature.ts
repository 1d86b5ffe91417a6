import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * AWS Signature Version 4 as S3 checks it, written after its specification and not with the library that signs: nothing else on
 * this machine would notice a request that AWS refuses.
 */
export type SignedRequest = {
  method: string;
  /** Path and query as they were sent. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
};

export type Signature = {
  accessKey: string;
  /** Of a link: until when it may be used, epoch milliseconds. */
  expiresAt?: number;
};

/** What a good signature says; undefined for a request without one or with a wrong one. */
export function checkSignature(request: SignedRequest, secretKey: string): Signature | undefined {
  const [path = '', search = ''] = request.target.split('?');
  const query = new URLSearchParams(search);
  const fromLink = query.get('X-Amz-Signature');
  const stated = fromLink === null ? fromHeader(request.headers) : fromQuery(query, fromLink);
  if (!stated) return undefined;
  const { credential, signedHeaders, signature, time, payload } = stated;
  const digest = createHash('sha256').update(request.body).digest('hex');
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== digest) return undefined;

  const pairs = search.split('&').filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='));
  const canonical = [
    request.method,
    path,
    pairs.toSorted().join('&'),
    ...signedHeaders.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const [accessKey = '', ...scope] = credential.split('/');
  const text = [
    'AWS4-HMAC-SHA256',
    time,
    scope.join('/'),
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return fromLink === null
    ? { accessKey }
    : { accessKey, expiresAt: epochOf(time) + Number(query.get('X-Amz-Expires') ?? 0) * 1000 };
}

type Stated = {
  credential: string;
  signedHeaders: string[];
  signature: string;
  time: string;
  payload: string;
};

function fromHeader(headers: IncomingHttpHeaders): Stated | undefined {
  const [, credential, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (!credential || !names || !signature) return undefined;
  return {
    ...{ credential, signature, signedHeaders: names.split(';') },
    time: String(headers['x-amz-date']),
    payload: String(headers['x-amz-content-sha256']),
  };
}

const fromQuery = (query: URLSearchParams, signature: string): Stated => ({
  signature,
  credential: query.get('X-Amz-Credential') ?? '',
  signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
  time: query.get('X-Amz-Date') ?? '',
  payload: 'UNSIGNED-PAYLOAD',
});

/** `20130524T000000Z` */
const epochOf = (time: string) =>
  Date.parse(
    time.replace(
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
      (_, y, mo, d, h, mi, s) => `${y}-${mo}-${d}T${h}:${mi}:${s}Z`,
    ),
  );
