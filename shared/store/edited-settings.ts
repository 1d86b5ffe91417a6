import { type CalendarYear, calendarYear } from '../domain/calendar-year.ts';
import type { Policies } from '../domain/policy.ts';
import { obligationKind } from '../domain/policy-model.ts';
import { policySet } from '../domain/policy-set.ts';
import type { Raw } from './reads.ts';

/** Years as an administrator edited them. */
export const yearsOf = (items: readonly Raw[]): CalendarYear[] =>
  items.map((item) => calendarYear.parse(item.value));

/** Policies as the office set them, by kind. */
export const policiesOf = (items: readonly Raw[]): Partial<Policies> =>
  Object.fromEntries(
    items.map((item) => [obligationKind.parse(item.kind), policySet.parse(item.value)] as const),
  );
