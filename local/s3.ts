import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import type { BucketSpec } from './application.ts';
import { bodyOf, closeServer, listen, ServiceError } from './endpoint.ts';
import { checkSignature } from './signature.ts';

export type ObjectStore = { endpoint: string; close: () => Promise<void> };

type Answer = { status: number; headers?: Record<string, string>; body?: Buffer };

const host = '127.0.0.1';
const keysPerPage = 1_000;

/**
 * S3: PUT, GET and list of objects, each a file `{directory}/{bucket}/{key}`. What a bucket locks is written once and never deleted, as
 * its policy and Object Lock have it. The type of an object is not kept: links say which type they answer with.
 * @param options.directory absent: a temporary one, gone at the end
 * @param options.secretKey of the only credentials whose signatures are good
 */
export async function startObjectStore(
  buckets: readonly BucketSpec[],
  options: {
    directory?: string | undefined;
    secretKey: string;
    now: () => number;
    /** Throws to refuse. A link is used in the name of who signed it. */
    admit?: (accessKey: string, method: string, url: URL) => void;
  },
): Promise<ObjectStore> {
  const { secretKey, now, admit } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'don-doc-objects-'));
  const uploads = join(directory, '.uploads');
  mkdirSync(uploads, { recursive: true });

  function locate(path: string): { bucket: BucketSpec; file: string } {
    const [name = '', ...parts] = path.split('/').slice(1).map(decodeURIComponent);
    const bucket = buckets.find((each) => each.name === name);
    if (!bucket) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    if (parts.some((part) => ['', '.', '..'].includes(part) || part.includes('/')))
      throw new ServiceError('InvalidURI', 'Could not parse the specified URI');
    return { bucket, file: join(directory, name, ...parts) };
  }

  function put(bucket: BucketSpec, file: string, request: IncomingMessage, body: Buffer): Answer {
    const once = request.headers['if-none-match'] === '*';
    if (bucket.locked && !once)
      throw new ServiceError('AccessDenied', 'The bucket takes only what is not there yet', 403);
    const checksum = request.headers['x-amz-checksum-sha256'];
    if (bucket.locked && checksum === undefined)
      throw new ServiceError('InvalidRequest', 'A checksum is required where objects are locked');
    if (checksum !== undefined && checksum !== createHash('sha256').update(body).digest('base64'))
      throw new ServiceError('BadDigest', 'The checksum does not match the body');
    const upload = join(uploads, crypto.randomUUID());
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(upload, body);
    try {
      // Both put the whole object into its place in one step; a link fails where there is one.
      if (once) linkSync(upload, file);
      else renameSync(upload, file);
    } catch (error) {
      if (isNamed(error, 'EEXIST'))
        throw new ServiceError('PreconditionFailed', 'There is such an object already', 412);
      throw error;
    } finally {
      rmSync(upload, { force: true });
    }
    return { status: 200 };
  }

  function get(file: string, query: URLSearchParams): Answer {
    try {
      return {
        status: 200,
        body: readFileSync(file),
        headers: {
          'content-type': query.get('response-content-type') ?? 'application/octet-stream',
          'content-disposition': query.get('response-content-disposition') ?? 'inline',
        },
      };
    } catch (error) {
      if (isNamed(error, 'ENOENT') || isNamed(error, 'EISDIR') || isNamed(error, 'ENOTDIR'))
        throw new ServiceError('NoSuchKey', 'The specified key does not exist', 404);
      throw error;
    }
  }

  function list({ pathname, searchParams: query }: URL): Answer {
    const { file: root } = locate(pathname.replace(/\/$/, ''));
    const files = existsSync(root) ? readdirSync(root, { recursive: true, withFileTypes: true }) : [];
    const keys = files
      .filter((each) => each.isFile())
      .map((each) => relative(root, join(each.parentPath, each.name)).replaceAll(sep, '/'))
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > (query.get('start-after') ?? ''))
      .sort((a, b) => (a < b ? -1 : 1));
    const shown = keys.slice(0, keysPerPage);
    const rows = shown.map((key) => `<Contents><Key>${encodeURIComponent(key)}</Key></Contents>`);
    const more = `<IsTruncated>${keys.length > shown.length}</IsTruncated>`;
    const body = Buffer.from(`<ListBucketResult>${more}${rows.join('')}</ListBucketResult>`);
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = 'GET', url: target = '/', headers } = request;
    const body = (await bodyOf(request)) ?? Buffer.alloc(0);
    const signature = checkSignature({ method, target, headers, body }, secretKey);
    if (!signature) throw new ServiceError('SignatureDoesNotMatch', 'The signature is wrong or missing', 403);
    if (signature.expiresAt !== undefined && signature.expiresAt < now())
      throw new ServiceError('AccessDenied', 'Request has expired', 403);
    const url = new URL(target, `http://${host}`);
    try {
      admit?.(signature.accessKey, method, url);
    } catch (error) {
      throw new ServiceError('AccessDenied', error instanceof Error ? error.message : '', 403);
    }
    if (method === 'GET' && url.searchParams.has('list-type')) return list(url);
    const { bucket, file } = locate(url.pathname);
    if (method === 'PUT') return put(bucket, file, request, body);
    if (method === 'GET') return get(file, url.searchParams);
    if (method === 'DELETE' && bucket.locked) throw new ServiceError('AccessDenied', 'Access Denied', 403);
    throw new ServiceError('NotImplemented', `${method} of an object is not available locally`, 501);
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) => {
        const { code, message, status } =
          error instanceof ServiceError ? error : new ServiceError('InternalError', String(error), 500);
        response
          .writeHead(status, { 'content-type': 'application/xml' })
          .end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
      },
    );
  });
  const port = await listen(server, 0, host);
  return {
    endpoint: `http://${host}:${port}`,
    close: async () => {
      await closeServer(server);
      if (options.directory === undefined) rmSync(directory, { recursive: true });
    },
  };
}

const isNamed = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;
