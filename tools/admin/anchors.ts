import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Anchor, anchor, brokenAnchors, type Leaf } from '../../shared/domain/anchor.ts';
import { OperatorFault } from './fault.ts';

export type AnchoredLeaf = Pick<Leaf, 'seq' | 'hash'> & { day: string };
export type Anchors = {
  count: number;
  /** What is wrong with the anchors themselves. */
  broken: string[];
  /** By task id, in order of the days. */
  leaves: ReadonlyMap<string, AnchoredLeaf[]>;
};

/** Reads a copy of the anchors: files `yyyy-mm-dd.json` in one directory. */
export function readAnchors(directory: string): Anchors {
  const anchors = filesOf(directory).map(readAnchor);
  const leaves = new Map<string, AnchoredLeaf[]>();
  for (const { day, leaves: each } of anchors) {
    for (const { taskId, seq, hash } of each)
      leaves.set(taskId, [...(leaves.get(taskId) ?? []), { seq, hash, day }]);
  }
  const words = { altered: 'was altered', unlinked: 'does not follow from the one before it' };
  const broken = brokenAnchors(anchors).map(({ day, reason }) => `anchor of ${day}: ${words[reason]}`);
  return { count: anchors.length, broken, leaves };
}

function filesOf(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    throw new OperatorFault(`The anchors in ${directory} cannot be read: ${String(error)}`);
  }
  const found = names.filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name)).sort();
  if (found.length === 0) throw new OperatorFault(`There are no anchors in ${directory}.`);
  return found.map((name) => join(directory, name));
}

function readAnchor(file: string): Anchor {
  try {
    return anchor.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new OperatorFault(`${file} is not an anchor.`);
  }
}
