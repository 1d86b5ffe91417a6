import * as z from 'zod/mini';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { idOf, line } from './common.ts';

/** GET /v1/dispatches */
export const dispatchQuery = z.strictObject({
  unitId: idOf('the unit to urge; those below it get letters of their own'),
  form: z
    ._default(z.enum(['party', 'state']), 'party')
    .with(z.describe('Party form (36-HD/VPTW) or state form.')),
  place: z._default(line(100), 'Hà Nội').with(z.describe('Where the letter is dated.')),
  replyBy: z
    .optional(namedDate)
    .with(z.describe('Asks for the report before this day; left to be filled in unless given.')),
  signerTitle: z
    .optional(line(100))
    .with(
      z.describe(
        'Title of whoever signs, such as `Phó Chánh Văn phòng`, who then signs for the head; the head unless given.',
      ),
    ),
  signerName: z
    .optional(line(100))
    .with(
      z.describe('Name of whoever signs; that of the head, and with another title left blank, unless given.'),
    ),
});
