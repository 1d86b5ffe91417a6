import type { TraceStep } from './deadline-model.ts';
import type { DeadlineTerms } from './deadline-terms.ts';
import type { LocalDate } from './time.ts';

/** What a text was read as, and what had to be assumed to read it. */
export type Reading = { terms: DeadlineTerms; remark?: TraceStep };

/** Reads the words of a document; undefined if that cannot be done with certainty. */
export const readDeadlineText = (_raw: string, _issuedOn: LocalDate): Reading | undefined => undefined;
