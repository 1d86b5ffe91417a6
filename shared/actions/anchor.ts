import type { Objects } from '../clients/objects.ts';
import { type Anchor, anchor, anchorOf } from '../domain/anchor.ts';
import { addDays } from '../domain/civil-date.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import { instantOfWall, wallClock } from '../domain/zone.ts';
import { headsBetween } from '../store/heads.ts';
import type { World } from './world.ts';

export type AnchorWorld = World & { records: Pick<Objects, 'list' | 'get' | 'put'> };

const folder = 'anchors/';
const keyOf = (day: LocalDate) => `${folder}${day}.json`;
const dayOf = (key: string): LocalDate => key.slice(folder.length, -'.json'.length);

/** How far back is looked for what was committed late, with the time of its first try: as long as a dead letter can be set going again. */
const lateDays = 14;

/**
 * Writes the anchor of yesterday, and of every day before it that has none since the last one. What is written stays: a run that comes
 * twice, late or beside another one changes nothing. Returns the days whose anchor this run wrote.
 */
export async function anchorDays(world: AnchorWorld, at: Instant): Promise<LocalDate[]> {
  const { timeZone } = world.settings;
  const yesterday = addDays(wallClock(timeZone, at).date, -1);
  const known = (await world.records.list(folder)).map(dayOf).sort();
  const last = known.at(-1);
  const written: LocalDate[] = [];
  const recent = last ? known.filter((day) => day >= addDays(last, 1 - lateDays)) : [];
  let before = await readAnchors(world, recent);
  for (let day = last ? addDays(last, 1) : yesterday; day <= yesterday; day = addDays(day, 1)) {
    const from = addDays(day, -lateDays);
    const heads = await headsBetween(
      world.store,
      instantOfWall(timeZone, from, 0),
      instantOfWall(timeZone, addDays(day, 1), 0),
    );
    const made = anchorOf({ day, from }, heads, before);
    const options = { type: 'application/json', once: true };
    const isOurs = await world.records.put(keyOf(day), JSON.stringify(made), options);
    if (isOurs) written.push(day);
    // Somebody else's anchor of that day is the one that counts.
    const [kept = made] = isOurs ? [made] : await readAnchors(world, [day]);
    before = [...before.filter((each) => each.day >= addDays(from, 1)), kept];
  }
  world.log.metric('AnchorsWritten', written.length);
  return written;
}

async function readAnchors({ records }: AnchorWorld, days: readonly LocalDate[]): Promise<Anchor[]> {
  return Promise.all(
    days.map(async (day) => {
      const stored = await records.get(keyOf(day));
      if (!stored) throw new Error(`the anchor of ${day} is listed but cannot be read`);
      return anchor.parse(JSON.parse(stored.toString()));
    }),
  );
}
