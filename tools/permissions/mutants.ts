import type { Statement } from '../../test/infra/templates.ts';
import { readable } from '../readable.ts';
import type { Permission } from './assemblies.ts';

/** A role that lacks one permission; `left` are its statements. */
export type Mutant = { taken: Permission; label: string; left: Map<string, Statement> };

/** A role without one action, or one of several resources, at a time; a statement that has none left is gone altogether. */
export function mutantsOf(role: string, statements: ReadonlyMap<string, Statement>): Mutant[] {
  return [...statements].flatMap(([sid, one]) => {
    const { Action, Resource = [] } = one;
    const without = (changes: Partial<Statement> | undefined) =>
      new Map([
        ...[...statements].filter(([other]) => other !== sid),
        ...(changes ? [[sid, { ...one, ...changes }] as const] : []),
      ]);
    const actions = Action.map((action): Mutant => {
      const rest = Action.filter((each) => each !== action);
      return {
        taken: { role, sid, action },
        label: `\`${action}\``,
        left: without(rest.length > 0 ? { Action: rest } : undefined),
      };
    });
    const resources = Resource.map((each): Mutant => {
      const resource = readable(each);
      return {
        taken: { role, sid, resource },
        label: `on \`${resource}\``,
        left: without({ Resource: Resource.filter((other) => other !== each) }),
      };
    });
    return [...actions, ...(resources.length > 1 ? resources : [])];
  });
}
