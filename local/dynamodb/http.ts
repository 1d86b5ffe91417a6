import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Answer } from './act.ts';
import { isServiceError, type ServiceError, serviceError } from './errors.ts';

export type Operations = Record<string, (body: unknown) => Promise<Answer>>;

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Called before each operation with the request's authorization; what it throws refuses the call. */
export type Admit = (authorization: string, operation: string, body: unknown) => void;

export type HttpEndpoint = { port: number; close(): Promise<void> };

/**
 * The service's protocol, AWS JSON 1.0 over HTTP: `X-Amz-Target` names the operation. Signatures are not checked.
 * `close` answers what is under way first.
 *
 * @throws Error with code EADDRINUSE
 */
export async function serve(operations: Operations, port: number, admit: Admit): Promise<HttpEndpoint> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const turn = respond(operations, admit, request, response).finally(() => underWay.delete(turn));
    underWay.add(turn);
  });
  // SDKs keep connections for as long as they live; closing an idle one races with their next request.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      while (underWay.size > 0) await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  operations: Operations,
  admit: Admit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await send(response, 200, await answer(operations, admit, request));
  } catch (error) {
    const refusal = isServiceError(error) ? error : internal(error);
    await send(response, refusal.statusCode, refusal.body);
  }
}

async function answer(operations: Operations, admit: Admit, request: IncomingMessage): Promise<Answer> {
  const text = await readBody(request);
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.startsWith('DynamoDB_20120810.') ? target.slice('DynamoDB_20120810.'.length) : '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    throw serviceError(
      'coral',
      'UnknownOperationException',
      `The embedded DynamoDB has no operation ${name}`,
    );
  }
  if (request.headers.authorization === undefined) {
    throw serviceError(
      'coral',
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
    );
  }
  const body = parse(text);
  try {
    admit(request.headers.authorization, name, body);
  } catch (error) {
    throw serviceError('coral', 'AccessDeniedException', error instanceof Error ? error.message : '');
  }
  return operation(body);
}

function parse(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    throw serviceError('coral', 'SerializationException', 'The request body is not JSON');
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > MAX_REQUEST_BYTES) {
      throw serviceError('coral', 'RequestEntityTooLarge', 'Request entity too large', {}, 413);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function internal(error: unknown): ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  return serviceError('dynamodb', 'InternalServerError', message, {}, 500);
}

function send(response: ServerResponse, status: number, body: unknown): Promise<void> {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
  });
  return new Promise((resolve) => {
    // 'close' without 'finish': the caller has gone away.
    response.once('close', resolve);
    response.end(text, resolve);
  });
}
