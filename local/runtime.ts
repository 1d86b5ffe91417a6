import { createServer } from 'node:http';
import { join } from 'node:path';
import { calendarWith } from '../shared/domain/default-calendar.ts';
import type { Application } from './application.ts';
import { readApplication } from './assembly.ts';
import { createAuthorizer } from './authorizer.ts';
import { createControl } from './control.ts';
import type { Admit } from './dynamodb/http.ts';
import { startDynamoDb } from './dynamodb/start.ts';
import { createEmulation } from './emulation.ts';
import { closeServer, createEndpoint, type JsonOperations, listen, type RestService } from './endpoint.ts';
import { functionEnvironment, secretKey } from './environment.ts';
import { checkMachines } from './executions.ts';
import { createFunctions } from './functions.ts';
import { createGateway } from './gateway.ts';
import { askedOfLog, askedOfObjects, askedOfTable } from './permissions/calls.ts';
import { checkServiceRoles } from './permissions/deployment.ts';
import { accessKeyOf, createGuard } from './permissions/roles.ts';
import { startObjectStore } from './s3.ts';
import type { Mail, Reaction } from './ses.ts';
import { openState, StartFault, wipe } from './state.ts';
import { synthesise } from './synth.ts';
import { createTables } from './tables.ts';
import { createTimeline } from './timeline.ts';
import { createTokenIssuer } from './tokens.ts';

export type LocalOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  /** Absent: everything in memory, gone at the end. */
  dataDir?: string;
  /** Empties the data directory first. */
  fresh?: boolean;
  /** The clock stands still at this moment (or where the data left it, if that is later) and moves only when told. */
  frozenAt?: string | Date;
  /** Where the clock of an empty system begins; it runs on from there. Absent: the real time. */
  startsAt?: string | Date;
  /** A synthesised application to run instead of the project's own. */
  assembly?: string;
  /** Gets each line that a function logs. Absent: they are dropped. */
  log?: (functionName: string, line: string) => void;
  /** Drops also the runtime's own complaints. */
  quiet?: boolean;
};

export type LocalRuntime = {
  url: string;
  /** Where the emulated AWS services answer, for SDK clients. */
  endpoint: string;
  /** Where DynamoDB answers. */
  dynamoDb: string;
  /** Where S3 answers. */
  objects: string;
  application: Application;
  /** True when there was no data yet. */
  isNew: boolean;
  token: (userId: string) => Promise<string>;
  clock: {
    now: () => Date;
    /** Runs all that is due until then, in order of time. */
    advanceTo: (moment: Date | string) => Promise<void>;
    /** Milliseconds. */
    advance: (by: number) => Promise<void>;
    freeze: (frozen: boolean) => Promise<void>;
    /** Resolves when nothing is left to do at the present moment. */
    settle: () => Promise<void>;
  };
  mails: (filter?: { since?: string; to?: string }) => Mail[];
  bounce: (address: string, kind: Reaction) => void;
  queueCounts: () => Record<string, number>;
  /** A note that outlives restarts. */
  note: { get: (key: string) => string | undefined; set: (key: string, value: string) => void };
  close: () => Promise<void>;
};

const projectRoot = join(import.meta.dirname, '..');
const host = '127.0.0.1';

/**
 * Serves the synthesised application in this process: HTTP API, functions, table, queues, schedules, executions and mail.
 * @throws StartFault with one sentence for people when it cannot start
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalRuntime> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await start(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalOptions,
  closers: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<LocalRuntime> {
  const { dataDir } = options;
  const complain = (line: string) => {
    if (!options.quiet) process.stderr.write(`${line}\n`);
  };
  if (options.fresh && dataDir !== undefined) wipe(dataDir);
  const state = openState(dataDir);
  closers.push(state.close);
  const timeline = createTimeline(state, {
    frozenAt: options.frozenAt === undefined ? undefined : new Date(options.frozenAt).getTime(),
    startsAt: options.startsAt === undefined ? undefined : new Date(options.startsAt).getTime(),
    onFault: (source, error) =>
      complain(`${source}: ${error instanceof Error ? error.stack : String(error)}`),
  });

  // Addresses come first: the template's queue and API addresses become ours while it is read.
  const operations: JsonOperations = {};
  const rest: RestService[] = [];
  const endpointServer = createEndpoint(operations, rest);
  const endpoint = `http://${host}:${await listen(endpointServer, 0, host)}`;
  closers.push(() => closeServer(endpointServer));
  const ready = Promise.withResolvers<ReturnType<typeof answerer>>();
  ready.promise.catch(() => undefined);
  const server = createServer(async (request, response) => {
    try {
      await (await ready.promise)(request, response);
    } catch (error) {
      complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"message":"Internal Server Error"}');
    }
  });
  const port = await openPort(server, options.port ?? 0);
  closers.push(() => closeServer(server));
  const url = `http://localhost:${port}`;

  const directory = options.assembly ?? (await synthesise(projectRoot));
  const application = readApplication(directory, { queueEndpoint: endpoint, publicUrl: url });
  await checkMachines(application.machines);
  const guard = createGuard(application.roles);
  checkServiceRoles(application, guard);

  const dynamoDb = await openDynamoDb(dataDir, timeline.now, (authorization, operation, body) =>
    guard.admit(accessKeyOf(authorization), () => askedOfTable(application.tables, operation, body)),
  );
  closers.push(dynamoDb.close);
  await createTables(dynamoDb.endpoint, application.tables);
  const objects = await startObjectStore(application.buckets, {
    directory: dataDir === undefined ? undefined : join(dataDir, 'objects'),
    secretKey,
    now: timeline.now,
    admit: (accessKey, method, address) => guard.admit(accessKey, () => askedOfObjects(method, address)),
  });
  closers.push(objects.close);
  const functions = createFunctions(
    application.functions,
    functionEnvironment({ endpoint, dynamoDb: dynamoDb.endpoint, objects: objects.endpoint }),
    (name, line) => {
      const spec = application.functions.find((each) => each.name === name);
      const mayLog = !spec || askedOfLog(spec.logGroup).every((asked) => guard.allows(spec.roleArn, asked));
      if (mayLog) options.log?.(name, line);
    },
  );
  closers.push(functions.close);
  const emulation = createEmulation(application, { state, timeline, functions, guard, feed: dynamoDb.feed });
  Object.assign(operations, emulation.operations);
  rest.push(...emulation.rest);
  closers.push(timeline.stop);
  closers.push(dynamoDb.feed.onAppend(timeline.wake));

  const settings = Object.assign({}, ...application.functions.map(({ environment }) => environment));
  const audience = application.routes.flatMap(({ authorizer }) => authorizer?.audience ?? []);
  const tokens = await createTokenIssuer(state, {
    issuer: url,
    audience: audience[0] ?? 'local',
    userClaim: settings.USER_CLAIM ?? 'sub',
    now: timeline.now,
  });
  const { mailer } = emulation;
  const calendar = calendarWith(
    [],
    settings.TIME_ZONE ?? 'Asia/Ho_Chi_Minh',
    settings.CALENDAR_MODE === 'always-open' ? 'always-open' : 'official',
  );
  const control = createControl({ timeline, mailer, tokens, calendar });
  const gateway = createGateway(application.routes, {
    functions,
    authorize: createAuthorizer(url, tokens.jwks, timeline.now),
    now: timeline.now,
  });
  ready.resolve(answerer(control, gateway));
  // The first request of a person should not wait for a cold start; whatever fell due while nothing ran starts now.
  const front = new Set(application.routes.map(({ functionArn }) => functionArn));
  await Promise.all([...front].map((arn) => functions.warm(arn).catch(() => undefined)));
  timeline.wake();

  return {
    url,
    endpoint,
    dynamoDb: dynamoDb.endpoint,
    objects: objects.endpoint,
    application,
    isNew: state.isNew,
    token: tokens.issue,
    clock: {
      now: () => new Date(timeline.now()),
      advanceTo: (moment) => timeline.advance(new Date(moment).getTime()),
      advance: (by) => timeline.advance(timeline.now() + by),
      freeze: timeline.freeze,
      settle: timeline.settle,
    },
    mails: mailer.list,
    bounce: mailer.react,
    queueCounts: emulation.queueCounts,
    note: { get: (key) => state.get(`note:${key}`), set: (key, value) => state.set(`note:${key}`, value) },
    close,
  };
}

type Control = ReturnType<typeof createControl>;
type Gateway = ReturnType<typeof createGateway>;

const answerer =
  (control: Control, gateway: Gateway) =>
  async (...exchange: Parameters<Gateway>) => {
    if (!(await control(...exchange))) await gateway(...exchange);
  };

async function openPort(server: Parameters<typeof listen>[0], port: number): Promise<number> {
  try {
    // All addresses of the loopback: `localhost` is ::1 for some clients and 127.0.0.1 for others.
    return await listen(server, port, 'localhost');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new StartFault(`Port ${port} is taken by another program; choose another with --port.`);
    if (code === 'EACCES')
      throw new StartFault(`Port ${port} may not be opened by you; choose one above 1023 with --port.`);
    throw error;
  }
}

async function openDynamoDb(dataDir: string | undefined, now: () => number, admit: Admit) {
  const dir = dataDir === undefined ? undefined : join(dataDir, 'dynamodb');
  try {
    return await startDynamoDb({ now, admit, ...(dir !== undefined && { dir }) });
  } catch (error) {
    if (error instanceof Error && error.name === 'DataDirectoryError')
      throw new StartFault(`${error.message} (--fresh starts over.)`);
    throw error;
  }
}
