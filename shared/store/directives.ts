import type { Directive } from '../domain/directive.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { directiveItem } from './items.ts';
import { keys, partitions, timeAndId } from './keys.ts';
import { first, getItem, queryPage } from './reads.ts';
import { parse } from './schema.ts';
import type { TransactItem } from './transact.ts';

export async function getDirective(store: Store, id: string): Promise<Directive | undefined> {
  const item = await getItem(store, keys.directive(id));
  return item && parse.directive(item);
}

export type DirectivePosition = { issuedOn: string; id: string };

/** Newest first by date of issue. `next` is the position after the last item, absent on the last page. */
export async function listDirectives(
  store: Store,
  options: { limit: number; position?: DirectivePosition | undefined },
): Promise<{ items: Directive[]; next?: DirectivePosition }> {
  const { limit, position } = options;
  const range = position && { from: first, to: timeAndId(position.issuedOn, position.id) };
  // One more than asked tells whether there is a next page; the position itself is included in the range.
  const wanted = limit + 1 + (position ? 1 : 0);
  const query = {
    index: 'gsi1',
    pk: partitions.directives(),
    descending: true,
    ...(range && { range }),
  } as const;
  const found: Directive[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(store, query, wanted, start);
    found.push(...page.items.map((item) => parse.directive(item)));
    start = page.next;
  } while (start && found.length < wanted);
  const items = found.filter((each) => each.id !== position?.id);
  const shown = items.slice(0, limit);
  const end = shown.at(-1);
  return {
    items: shown,
    ...(end && items.length > limit && { next: { issuedOn: end.issuedOn, id: end.id } }),
  };
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
export function tasksAdded(directiveId: string, count: number): TransactItem {
  return {
    update: keys.directive(directiveId),
    expression: 'ADD taskCount :count, #version :one',
    condition: 'attribute_exists(pk)',
    names: { '#version': 'version' },
    values: { ':count': count, ':one': 1 },
    otherwise: () => new CommitConflict(`${directiveId} does not exist`),
  };
}
