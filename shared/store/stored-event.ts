import * as z from 'zod/mini';
import { event } from '../domain/event.ts';
import { text } from '../domain/fields.ts';

/** What happened is in `eventType`: `type` says of every item which entity it is. */
export const storedEvent = z.pipe(
  z.object({ ...event.shape, eventType: text }),
  z.transform(({ eventType, ...fields }) => ({ ...fields, type: eventType })),
);
