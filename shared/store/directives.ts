import type { Directive } from '../domain/directive.ts';
import { directive as directiveSchema } from '../domain/directive.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { directiveItem } from './items.ts';
import { keys, partitions } from './keys.ts';
import { visible } from './marks.ts';
import { type Lane, mergePage, type Page, type Position } from './merge.ts';
import { getItem, getItems, type Raw } from './reads.ts';
import type { TransactItem } from './transact.ts';

const read = (store: Store, items: readonly Raw[]) =>
  visible(
    store,
    items.map((item) => directiveSchema.parse(item)),
  );

export async function getDirective(store: Store, id: string): Promise<Directive | undefined> {
  const item = await getItem(store, keys.directive(id));
  const [found] = item ? await read(store, [item]) : [];
  return found;
}

/** The directives with these ids, by id. */
export async function getDirectives(store: Store, ids: readonly string[]): Promise<Map<string, Directive>> {
  const items = await getItems(store, [...new Set(ids)].map(keys.directive));
  const found = await read(store, items);
  return new Map(found.flatMap((each) => (each ? [[each.id, each]] : [])));
}

/** Newest first by date of issue. */
export async function listDirectives(
  store: Store,
  options: { limit: number; position?: Position | undefined },
): Promise<Page<Directive>> {
  const pk = partitions.directives();
  const lane: Lane<Directive> = { index: 'gsi1', pk, read: (items) => read(store, items) };
  return mergePage(store, [lane], { ...options, descending: true });
}

/** The write that registers a directive. */
export function directiveWrite(directive: Directive): TransactItem {
  return {
    put: directiveItem(directive),
    condition: 'attribute_not_exists(pk)',
    otherwise: () => new CommitConflict(`${directive.id} exists`),
  };
}

/**
 * The write that counts tasks added to a directive later. Tasks of one directive registered in the same moment meet
 * here: one of them is told CommitConflict and tries again.
 */
export function tasksAdded(directiveId: string, count: number, before?: number): TransactItem {
  return {
    update: keys.directive(directiveId),
    expression: 'ADD taskCount :count, #version :one',
    condition: before === undefined ? 'attribute_exists(pk)' : 'taskCount = :before',
    names: { '#version': 'version' },
    values: { ':count': count, ':one': 1, ...(before !== undefined && { ':before': before }) },
    otherwise: () => new CommitConflict(`${directiveId} does not exist, or has other tasks by now`),
  };
}
