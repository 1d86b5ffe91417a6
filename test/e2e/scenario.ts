import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe } from 'vitest';
import * as z from 'zod';
import { deployment } from '../../tools/emulator/deploy.ts';
import { deployedTarget } from './deployed-target.ts';
import { localTarget } from './local-target.ts';
import type { Target, TargetKind } from './target.ts';

/** Where `npm run e2e:aws` says what it deployed. Without it the scenarios run on the local runtime. */
const deployments = process.env.E2E_DEPLOYMENTS;
export const kind: TargetKind = deployments ? 'deployed' : 'local';

/** On which systems it makes sense. What is not shown on a deployment says why. */
type Systems =
  | { on: readonly ['local', 'deployed'] | readonly ['deployed'] }
  | { on: readonly ['local']; because: string };

type Place = Systems & {
  /** The stage that it has to itself, so that scenarios can run side by side: one of tools/e2e-aws.ts. */
  stage?: string;
  /** Where the virtual clock stands at the beginning. A deployment begins now. */
  at: string;
  /** Settings that the local runtime needs to be like a stage of the tests. */
  settings?: Record<string, string>;
};

/** Tests that tell one story on a running system. `running` gives it, from the first hook on. */
export function scenario(title: string, place: Place, tell: (running: () => Target) => void): void {
  const here = place.on.some((each) => each === kind);
  const excuse = !here && 'because' in place ? ` (on the virtual clock only: ${place.because})` : '';
  describe.runIf(here)(`${title}${excuse}`, () => {
    let target: Target | undefined;
    beforeAll(async () => {
      target = kind === 'local' ? await localTarget(place.at, place.settings) : deployedTarget(find(place));
    });
    afterAll(() => target?.close());
    tell(() => {
      if (!target) throw new Error('The system is not running yet: ask for it in a hook or a test');
      return target;
    });
  });
}

export function find({ stage }: Pick<Place, 'stage'>) {
  const all = z.array(deployment).parse(JSON.parse(readFileSync(deployments ?? '', 'utf8')));
  const found = all.find((each) => each.stage === stage);
  if (!found) throw new Error(`Stage ${stage} was not deployed; there are ${all.map((each) => each.stage)}`);
  return found;
}
