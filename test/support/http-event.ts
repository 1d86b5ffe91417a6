import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../../functions/api/request.ts';

export type HttpCall = {
  /** The token's subject; leave out for a public route or a request that the authorizer would stop. */
  as?: string;
  at?: string;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a string or a buffer, which are sent as they are. */
  body?: unknown;
};

/** An HTTP API v2 event as API Gateway builds it: lower-case headers, raw path and query, claims of a verified token. */
export function httpEvent(method: string, target: string, call: HttpCall = {}): HttpEvent {
  const [path = '/', query = ''] = target.split('?');
  const raw = typeof call.body === 'string' || Buffer.isBuffer(call.body);
  const body = call.body === undefined ? undefined : raw ? call.body : JSON.stringify(call.body);
  const headers: Record<string, string> = {
    host: 'api.test',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(
      Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.test',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '23/Nov/2026:01:00:00 +0000',
      timeEpoch: Date.parse(call.at ?? '2026-11-23T01:00:00.000Z'),
      ...(call.as === undefined ? {} : { authorizer: { jwt: { claims: { sub: call.as } } } }),
    },
    ...(body === undefined
      ? { isBase64Encoded: false }
      : Buffer.isBuffer(body)
        ? { body: body.toString('base64'), isBase64Encoded: true }
        : { body: String(body), isBase64Encoded: false }),
  };
}

/** As much of a Lambda context as anything reads. */
export function lambdaContext(remainingMs = 10_000): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'api',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:api',
    memoryLimitInMB: '512',
    awsRequestId: 'test',
    logGroupName: '/aws/lambda/api',
    logStreamName: 'test',
    getRemainingTimeInMillis: () => remainingMs,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

export type HttpResult = {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers that it knows, by the names that it expects
  json: any;
};

type GatewayResult = {
  statusCode: number;
  headers: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
};

/** Calls a handler and reads its answer as a client would (without undoing compression). */
export function httpClient(handler: (event: HttpEvent, context: Context) => Promise<unknown>) {
  return async (method: string, target: string, call: HttpCall = {}): Promise<HttpResult> => {
    const result = gatewayResult(await handler(httpEvent(method, target, call), lambdaContext()));
    const text = result.body ?? '';
    const json = result.headers['content-type']?.includes('json') && text && !result.isBase64Encoded;
    return {
      status: result.statusCode,
      headers: result.headers,
      text,
      json: json ? JSON.parse(text) : undefined,
    };
  };
}

function gatewayResult(value: unknown): GatewayResult {
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    throw new Error(`not a gateway result: ${JSON.stringify(value)}`);
  }
  const headers = 'headers' in value && typeof value.headers === 'object' ? value.headers : {};
  return {
    statusCode: Number(value.statusCode),
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([k, v]) => [k, String(v)])),
    ...('body' in value && typeof value.body === 'string' ? { body: value.body } : {}),
    ...('isBase64Encoded' in value ? { isBase64Encoded: value.isBase64Encoded === true } : {}),
  };
}
