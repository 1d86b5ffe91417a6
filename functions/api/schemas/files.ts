import * as z from 'zod';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { idOf, line } from './common.ts';

/** GET /v1/dispatches */
export const dispatchQuery = z.strictObject({
  unitId: idOf('the unit to urge; those below it get letters of their own'),
  form: z.enum(['party', 'state']).default('party').describe('Party form (36-HD/VPTW) or state form.'),
  place: line(100).default('Hà Nội').describe('Where the letter is dated.'),
  replyBy: namedDate
    .optional()
    .describe('Asks for the report before this day; left to be filled in unless given.'),
  signerTitle: line(100).optional().describe('Title of whoever signs, such as `Phó Chánh Văn phòng`.'),
});
