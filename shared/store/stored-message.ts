import * as z from 'zod/mini';
import { optionalText } from '../domain/fields.ts';
import { message } from '../domain/message.ts';

/** A ledger row, with the mark of the batch that it waits for. */
export const storedMessage = z.extend(message, { batch: optionalText });
