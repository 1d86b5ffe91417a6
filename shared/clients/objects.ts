import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Instant } from '../domain/time.ts';
import { defaultProvider } from './lambda-credentials.ts';

/** One bucket of S3. Keys are paths without a leading slash. */
export type Objects = {
  /**
   * Stores an object. With `once` an object that is there already is left as it is, and the answer is false; two at a time
   * cannot both get true. Buckets of records take no other kind.
   */
  put(key: string, body: Uint8Array | string, options: { type: string; once?: boolean }): Promise<boolean>;
  /** Undefined when there is none. Whoever may not list the bucket is told by S3 that it may not read what is not there. */
  get(key: string): Promise<Buffer | undefined>;
  /** The keys that begin so, in order. */
  list(prefix: string): Promise<string[]>;
  /** An address from which anybody can fetch the object until `seconds` after `at`, at most seven days. Made without a call. */
  link(
    key: string,
    options: { at: Instant; seconds: number; fileName: string; type: string },
  ): Promise<string>;
};

/** Answers that a repetition may change: S3 is busy, or two conditional writes met. */
const passing = [409, 429, 500, 502, 503, 504];
const attempts = 4;
const timeoutMs = 10_000;

type Sent = {
  method: string;
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
};

/** Region, credentials and, where it is not AWS's own, the endpoint come from the environment, by the names that AWS's clients read. */
export function openObjects(
  bucket: string,
  endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL,
): Objects {
  const region = process.env.AWS_REGION ?? '';
  const origin = new URL(endpoint ?? `https://${bucket}.s3.${region}.amazonaws.com`);
  // Under an address that is not AWS's own, the bucket is the first part of the path.
  const base = endpoint === undefined ? '' : `/${bucket}`;
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: defaultProvider(),
    sha256: Sha256,
    // S3 signs the path as it is sent; every other service escapes it once more.
    uriEscapePath: false,
  });
  const request = ({ method, key, query = {}, headers = {}, body }: Sent) => ({
    method,
    protocol: origin.protocol,
    hostname: origin.hostname,
    ...(origin.port !== '' && { port: Number(origin.port) }),
    path: `${base}/${key.split('/').map(escaped).join('/')}`,
    query,
    headers: { host: origin.host, ...headers },
    body,
  });

  async function send(what: Sent): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const signed = await signer.sign(request(what));
      const { host: _, ...headers } = signed.headers;
      try {
        const answer = await fetch(`${origin.origin}${signed.path}${searchOf(signed.query)}`, {
          method: what.method,
          headers,
          ...(what.body && { body: what.body }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (attempt === attempts || !passing.includes(answer.status)) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (attempt === attempts) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 50));
    }
  }

  return {
    async put(key, content, { type, once = false }) {
      const body = typeof content === 'string' ? Buffer.from(content) : content;
      const digest = createHash('sha256').update(body);
      const answer = await send({
        method: 'PUT',
        key,
        body,
        headers: {
          'content-type': type,
          // Wherever objects are locked S3 insists on a checksum; everywhere it refuses what was garbled on the way.
          'x-amz-checksum-sha256': digest.digest('base64'),
          ...(once && { 'if-none-match': '*' }),
        },
      });
      if (once && answer.status === 412) return false;
      await expectOk(answer, 'PUT', key);
      return true;
    },
    async get(key) {
      const answer = await send({ method: 'GET', key });
      if (answer.status === 404) return undefined;
      await expectOk(answer, 'GET', key);
      return Buffer.from(await answer.arrayBuffer());
    },
    async list(prefix) {
      const keys: string[] = [];
      for (let more = true; more; ) {
        const after = keys.at(-1);
        const query = {
          ...{ 'list-type': '2', 'encoding-type': 'url', prefix },
          ...(after !== undefined && { 'start-after': after }),
        };
        const answer = await send({ method: 'GET', key: '', query });
        await expectOk(answer, 'LIST', prefix);
        const page = await answer.text();
        const found = [...page.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescaped(key));
        keys.push(...found);
        more = found.length > 0 && page.includes('<IsTruncated>true</IsTruncated>');
      }
      return keys;
    },
    async link(key, { at, seconds, fileName, type }) {
      const plain = request({ method: 'GET', key, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
      const query = {
        'response-content-type': type,
        'response-content-disposition': `attachment; filename*=UTF-8''${escaped(fileName)}`,
      };
      const signed = await signer.presign(
        { ...plain, query },
        { signingDate: new Date(at), expiresIn: seconds },
      );
      return `${origin.origin}${signed.path}${searchOf(signed.query)}`;
    },
  };
}

async function expectOk(answer: Response, method: string, key: string): Promise<void> {
  if (answer.ok) return;
  const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? '';
  throw new Error(`S3 answers ${method} ${key} with ${answer.status} ${code}`);
}

/** As RFC 3986 and with it the signature want it. */
const escaped = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** S3 writes keys in lists as a form does, with `+` for a blank. */
const unescaped = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

function searchOf(query: Record<string, unknown> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** Node's SHA-256, or its HMAC under a secret, in the form that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: Bytes): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
