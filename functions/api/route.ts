import * as z from 'zod/mini';
import type { ActOptions, Answer as Rendered } from '../../shared/actions/act.ts';
import type { World } from '../../shared/actions/world.ts';
import type { Objects } from '../../shared/clients/objects.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { Description } from './description.ts';
import type { Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';
import type { ApiRequest } from './request.ts';

/** What a handler says. `version` becomes the ETag; `varies` marks a view that also changes as time passes. */
export type Answer = {
  status: number;
  body?: unknown;
  version?: number;
  varies?: boolean;
  headers?: Record<string, string>;
  /** Sent in place of the body, to be kept under a name. The body then only says what is shown, for the access log. */
  file?: { type: string; name: string; bytes: Uint8Array };
};

/** An answer that is already in the form in which it leaves: stored with the commit, or replayed from it. */
export type Ready = Rendered & {
  replayed: boolean;
  /** The body is bytes in base64. */
  binary?: true;
};

/** What a public handler gets: the parsed parts of the request, and nothing unparsed but `request`. */
export type OpenCall<P = unknown, Q = unknown, B = unknown> = {
  world: World;
  description: Description;
  /** Where clients reach this API, without a slash at the end. */
  publicUrl: string;
  /** What jobs read and make. */
  files: () => Promise<Objects>;
  at: Instant;
  params: P;
  query: Q;
  body: B;
  request: ApiRequest;
  /** Says who is about to be shown which ids, where no token says who asks. The answer waits for it. */
  showing: (principal: Principal, ids: string[]) => Promise<void>;
};

/** What a handler behind the authorizer gets in addition. */
export type Call<P = unknown, Q = unknown, B = unknown> = OpenCall<P, Q, B> & {
  principal: Principal;
  /** The Idempotency-Key, or a new ULID. */
  id: string;
  /**
   * Runs an action so that If-Match and Idempotency-Key are kept in its own commit. `answer` says what success looks like; it
   * is computed before the commit and stored with it.
   */
  commit: <R>(
    run: (options: ActOptions<R>) => Promise<R & { replay?: Rendered }>,
    answer: (result: R) => Answer,
  ) => Promise<Ready>;
  /** The versions that If-Match allows, for changes that go without `commit`: those that repeating cannot double. */
  ifMatch: { ifMatch?: number[] };
  /** Where a list's page starts, if the client sent a cursor. It is bound to this route, its filters and the caller. */
  position: string | undefined;
  /** The answer for one page of a list; `next` is the position after it. */
  page: (items: unknown[], next: string | undefined) => Answer;
};

/** One success of an operation. Without a schema the answer has no JSON body. */
export type Said = {
  description: string;
  schema?: z.core.$ZodType;
  example?: unknown;
  type?: string;
  /** Types in which the same can be had as a file. */
  files?: readonly string[];
};

/** Every type in which a success can be sent, the one that is sent unless another is asked for first. */
export function typesOf({ type, schema, files = [] }: Said): string[] {
  return [...(schema || type || files.length === 0 ? [type ?? 'application/json'] : []), ...files];
}

type Described = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  /** The operation's name in the API description and in clients generated from it. */
  name: string;
  tag: string;
  summary: string;
  description: string;
  /** Successful answers, by status. Bodies are parsed by these schemas on the way out. */
  answers: Record<number, Said>;
  /** Codes that the rules of this operation may answer, beyond those that every operation of its kind has. */
  refusals?: readonly ProblemCode[];
  /** For people in a browser: what they see instead of a problem document. */
  refuse?: (problem: Problem, request: ApiRequest) => Promise<Ready>;
  /** Sent as the example in the API description, and tried by a test. */
  example?: unknown;
};

type Parts<P extends z.core.$ZodType, Q extends z.core.$ZodType, B extends z.core.$ZodType> = {
  params?: P;
  query?: Q;
  body?: B;
  /** The body as a form (multipart/form-data), over texts; files are in base64. It comes to what `body` comes to. */
  form?: z.core.$ZodType<z.output<B>>;
};

export type Nothing = z.ZodMiniObject<Record<never, never>, z.core.$strict>;
const nothing: Nothing = z.strictObject({});

/** A route with its types erased: what the table, the server and the API description work with. */
export type Route = Described & {
  params: z.core.$ZodType;
  query: z.core.$ZodType;
  body?: z.core.$ZodType | undefined;
  form?: z.core.$ZodType | undefined;
} & (
    | { open: true; handle: (call: OpenCall) => Promise<Answer | Ready> }
    | { open: false; handle: (call: Call) => Promise<Answer | Ready> }
  );

const routes = new WeakSet<object>();

function made(route: Route): Route {
  routes.add(route);
  return route;
}

/** Whether a value was declared by {@link route} or {@link openRoute}. */
export const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && routes.has(value);

type Handled<C> = { handle(call: C): Promise<Answer | Ready> };

/**
 * One operation of the API. The handler's `params`, `query` and `body` have the types of the schemas' outputs: it cannot be
 * reached with anything that they have not let through. Declare objects with `z.strictObject`, so that unknown fields are
 * refused, and query schemas over strings.
 */
export function route<
  P extends z.core.$ZodType = Nothing,
  Q extends z.core.$ZodType = Nothing,
  B extends z.core.$ZodType = Nothing,
>(spec: Described & Parts<P, Q, B> & Handled<Call<z.output<P>, z.output<Q>, z.output<B>>>): Route;
export function route(
  spec: Described & Parts<z.core.$ZodType, z.core.$ZodType, z.core.$ZodType> & Handled<Call>,
): Route {
  return made({ ...spec, params: spec.params ?? nothing, query: spec.query ?? nothing, open: false });
}

/** A {@link route} that anyone may call: no token, no principal. */
export function openRoute<
  P extends z.core.$ZodType = Nothing,
  Q extends z.core.$ZodType = Nothing,
  B extends z.core.$ZodType = Nothing,
>(spec: Described & Parts<P, Q, B> & Handled<OpenCall<z.output<P>, z.output<Q>, z.output<B>>>): Route;
export function openRoute(
  spec: Described & Parts<z.core.$ZodType, z.core.$ZodType, z.core.$ZodType> & Handled<OpenCall>,
): Route {
  return made({ ...spec, params: spec.params ?? nothing, query: spec.query ?? nothing, open: true });
}
