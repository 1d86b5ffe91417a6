import type { Actor, EventDraft } from './event.ts';
import type { Message } from './message.ts';
import type { Obligation } from './obligation.ts';
import type { Request } from './request.ts';
import type { Task } from './task.ts';
import type { Instant } from './time.ts';

/** Who asks for what, when, under which id. Built once at the edge; nothing inside reads a clock or draws an id. */
export type Command<Input = unknown> = {
  actor: Actor;
  /** Request time or alarm time. */
  at: Instant;
  /** The Idempotency-Key, the alarm's identity, or a new ULID. */
  id: string;
  input: Input;
};

/** A task with everything that a decision about it needs. Loaded in one consistent query. */
export type Aggregate = { task: Task; obligations: Obligation[]; requests: Request[] };

/** What a decision wants written, all of it or nothing. `task.chain` is left as loaded; the commit advances it. */
export type Change = {
  task: Task;
  /** Only those that are new or differ from what was loaded. */
  obligations: Obligation[];
  /** Only those that are new or differ; absent: none. */
  requests?: Request[];
  events: EventDraft[];
  /** Rows for the message ledger, all in state `planned`. */
  messages: Message[];
  /** New tasks that come into being with it, in the same commit. */
  opens?: Change[];
};
