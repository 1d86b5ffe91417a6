import { administers, mayReadDirectory } from './administration.ts';
import { type Directory, unitOf } from './directory.ts';
import type { Principal } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { LocalDate } from './time.ts';
import type { Member, Substitute } from './unit.ts';

/** Who stands in for the member on that day. Both days of the period are included; it ends by itself. */
export function standInOn(member: Pick<Member, 'substitute'>, date: LocalDate): Substitute | undefined {
  const { substitute } = member;
  return substitute && substitute.from <= date && date <= substitute.to ? substitute : undefined;
}

/** @throws Refusal `not_found` for strangers, `forbidden` for all but the person and administrators */
export function authoriseSubstitution(principal: Principal, headId: string): void {
  if (!mayReadDirectory(principal)) throw new Refusal('not_found');
  if (principal.userId !== headId && !administers(principal))
    throw new Refusal('forbidden', { action: 'substitute' });
}

export type SubstituteInput = { userId: string; from: LocalDate; to: LocalDate };

/**
 * The head's place with a substitute named: a member of the same unit, or of the one above.
 * @throws Refusal `not_a_head`, `ends_before_it_begins`, `period_past`, `substitute_outside`
 */
export function withSubstitute(
  directory: Directory,
  head: Member,
  input: SubstituteInput,
  places: readonly Member[],
  today: LocalDate,
): Member {
  const { userId, from, to } = input;
  if (!head.roles.includes('head')) throw new Refusal('not_a_head', { userId: head.userId });
  if (to < from)
    throw new Refusal('ends_before_it_begins', { validFrom: from, validTo: to }, [
      { pointer: '/to', code: 'ends_before_it_begins', params: { validFrom: from, validTo: to } },
    ]);
  if (to < today)
    throw new Refusal('period_past', { date: to }, [
      { pointer: '/to', code: 'period_past', params: { date: to } },
    ]);
  const unit = unitOf(directory, head.unitId);
  const near = [unit.id, unit.parentId];
  const place = near
    .map((id) => places.find((each) => each.unitId === id && each.userId !== head.userId))
    .find((each) => each !== undefined);
  if (!place)
    throw new Refusal('substitute_outside', { userId }, [
      { pointer: '/userId', code: 'substitute_outside', params: { userId } },
    ]);
  const substitute = { userId, unitId: place.unitId, from, to };
  return { ...head, substitute, version: head.version + 1 };
}

export function withoutSubstitute({ substitute: _, ...head }: Member): Member {
  return { ...head, version: head.version + 1 };
}
