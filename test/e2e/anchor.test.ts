import { expect, test } from 'vitest';
import { anchor } from '../../shared/domain/anchor.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { invoke, objectsOf } from './deployed-parts.ts';
import { assignTask, openOffice } from './office.ts';
import { find, scenario } from './scenario.ts';

const place = { on: ['deployed'], stage: 'e2e-anchor', at: '2026-11-23T02:00:00.000Z' } as const;

/** On the virtual clock, with dossiers and attacks: test/tools/anchors.test.ts. */
scenario('the deployed function writes anchors', place, (running) => {
  test('of the day, once, with what happened on it', async () => {
    const office = await openOffice(running());
    const { taskId } = await assignTask(office);
    await running().settled();
    const records = objectsOf(find(place));
    // A stage that was used before has an anchor of today already.
    const known = (await records.list('anchors/')).map((key) =>
      key.slice('anchors/'.length, -'.json'.length),
    );
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const day = [...known.slice(-1).map((last) => addDays(last, 1)), today].sort().at(-1) ?? today;
    const event = { at: `${addDays(day, 1)}T02:00:00Z` };
    expect(Object(await invoke(find(place), 'AnchorFunction', event)).written.at(-1)).toBe(day);
    const bytes = String(await records.get(`anchors/${day}.json`));
    const { leaves } = anchor.parse(JSON.parse(bytes));
    expect(leaves.find((leaf) => leaf.taskId === taskId)?.seq).toBeGreaterThan(0);
    expect(await invoke(find(place), 'AnchorFunction', event)).toEqual({ written: [] });
    expect(String(await records.get(`anchors/${day}.json`))).toBe(bytes);
  });
});
