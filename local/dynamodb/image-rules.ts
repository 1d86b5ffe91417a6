import type { Item, KeySchema, Table } from 'dynalite/db/index.js';
import { type ServiceError, validationError } from './errors.ts';
import { itemBytes } from './images.ts';
import { indexesOf } from './layout.ts';
import { MAX_ITEM_BYTES } from './store.ts';

/** What the service refuses about an item as it would be stored and dynalite lets pass. */
export function imageFault(table: Table, item: Item | undefined, update: boolean): ServiceError | undefined {
  if (item === undefined) return undefined;
  if (itemBytes(item) > MAX_ITEM_BYTES) {
    return validationError(
      update
        ? 'Item size to update has exceeded the maximum allowed size'
        : 'Item size has exceeded the maximum allowed size',
    );
  }
  const oversize = keyTooLong(table.KeySchema, item);
  if (oversize !== undefined)
    return validationError(`One or more parameter values were invalid: ${oversize}`);
  for (const { index } of indexesOf(table)) {
    for (const { AttributeName } of index.KeySchema) {
      if (item[AttributeName]?.S !== '' && item[AttributeName]?.B !== '') continue;
      const type = item[AttributeName]?.S === '' ? 'string' : 'binary';
      const empty = `The AttributeValue for a key attribute cannot contain an empty ${type} value.`;
      return validationError(
        update
          ? `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${empty}`
          : `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${empty} IndexName: ${index.IndexName}, IndexKey: ${AttributeName}`,
      );
    }
    const long = keyTooLong(index.KeySchema, item);
    if (long !== undefined) return validationError(`One or more parameter values were invalid: ${long}`);
  }
  return undefined;
}

function keyTooLong(schema: KeySchema, item: Item): string | undefined {
  for (const { AttributeName, KeyType } of schema) {
    const bytes = Buffer.byteLength(item[AttributeName]?.S ?? '');
    if (KeyType === 'HASH' && bytes > 2048)
      return 'Size of hashkey has exceeded the maximum size limit of2048 bytes';
    if (KeyType === 'RANGE' && bytes > 1024) {
      return 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes';
    }
  }
  return undefined;
}
