import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessKeyOf } from './permissions/roles.ts';

/** A refusal in the shape of an AWS service: `code` is the exception's name. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** An operation of a JSON service, named by the X-Amz-Target header (`AmazonSQS.SendMessage`). */
export type JsonOperations = Record<string, (input: unknown, accessKey?: string) => unknown>;

/** A REST service: answers, or undefined when the path is not its own. `input` is the JSON body, `{}` without one. */
export type RestService = (method: string, url: URL, input: unknown, accessKey?: string) => unknown;

export async function bodyOf(request: IncomingMessage, limit = Infinity): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read on to the end without keeping anything, so that the client gets its answer instead of a broken pipe.
    if (size <= limit) chunks.push(bytes);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

/** Starts a server and resolves with its port. Rejects with the system's error when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * One local address for all emulated services, reached by the SDK clients through `AWS_ENDPOINT_URL_*`. Signatures are not
 * checked: the address is bound to this machine's loopback only.
 */
export function createEndpoint(operations: JsonOperations, rest: readonly RestService[]): Server {
  async function answer(request: IncomingMessage): Promise<unknown> {
    const body = (await bodyOf(request))?.toString('utf8') ?? '';
    const input: unknown = body === '' ? {} : JSON.parse(body);
    const accessKey = accessKeyOf(request.headers.authorization);
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const operation = operations[target];
      if (!operation)
        throw new ServiceError('UnknownOperationException', `${target} is not available locally`);
      return operation(input, accessKey);
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    for (const service of rest) {
      const result = service(request.method ?? 'GET', url, input, accessKey);
      if (result !== undefined) return result;
    }
    throw new ServiceError(
      'UnknownOperationException',
      `${request.method} ${url.pathname} is not available locally`,
      404,
    );
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    body: unknown,
    code = '',
  ) {
    const isTargeted = request.headers['x-amz-target'] !== undefined;
    response.writeHead(status, {
      'content-type': isTargeted ? 'application/x-amz-json-1.0' : 'application/json',
      ...(code && { 'x-amzn-errortype': code }),
    });
    response.end(JSON.stringify(body));
  }

  return createServer((request, response) => {
    answer(request).then(
      (result) => send(request, response, 200, result ?? {}),
      (error: unknown) => {
        const known =
          error instanceof ServiceError ? error : new ServiceError('ValidationException', String(error));
        const body = { __type: known.code, message: known.message, Message: known.message };
        send(request, response, known.status, body, known.code);
      },
    );
  });
}
