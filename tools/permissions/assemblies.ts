import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { readable } from '../readable.ts';

/** A single permission of a role: a statement, or of it one action or one resource, as permissions.md writes them. */
export type Permission = { role: string; sid: string; action?: string; resource?: string };

const statement = z.looseObject({ Sid: z.string().optional(), Action: z.unknown(), Resource: z.unknown() });
const role = z.looseObject({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.looseObject({
    Policies: z.array(z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(statement) }) })),
  }),
});
const template = z.looseObject({ Resources: z.record(z.string(), z.unknown()) });

/**
 * A copy of a synthesised application that differs in one permission. Code and other files are those of the original.
 * @throws when there is no such permission
 */
export function withoutPermission(assembly: string, taken: Permission): string {
  const directory = mkdtempSync(join(tmpdir(), 'don-doc-without-'));
  let found = false;
  for (const name of readdirSync(assembly)) {
    const original = resolve(assembly, name);
    const changed = name.endsWith('.template.json')
      ? without(readFileSync(original, 'utf8'), taken)
      : undefined;
    if (changed === undefined) symlinkSync(original, join(directory, name));
    else {
      found = true;
      writeFileSync(join(directory, name), changed);
    }
  }
  if (!found) throw new Error(`There is no permission ${JSON.stringify(taken)}`);
  return directory;
}

function without(text: string, taken: Permission): string | undefined {
  const parsed = template.parse(JSON.parse(text));
  for (const [id, resource] of Object.entries(parsed.Resources)) {
    const one = readable({ Ref: id }) === taken.role ? role.safeParse(resource).data : undefined;
    for (const { PolicyDocument } of one?.Properties.Policies ?? []) {
      const rest = PolicyDocument.Statement.flatMap((each) =>
        each.Sid === taken.sid ? remainder(each, taken) : [each],
      );
      if (JSON.stringify(rest) === JSON.stringify(PolicyDocument.Statement)) continue;
      PolicyDocument.Statement = rest;
      return JSON.stringify({ ...parsed, Resources: { ...parsed.Resources, [id]: one } });
    }
  }
  return undefined;
}

/** What is left of a statement: without its last action or resource, nothing. */
function remainder(
  one: z.infer<typeof statement>,
  { action, resource }: Permission,
): z.infer<typeof statement>[] {
  const left = {
    Action: [one.Action].flat().filter((each) => each !== action),
    Resource: [one.Resource].flat().filter((each) => readable(each) !== resource),
  };
  const whole = action === undefined && resource === undefined;
  return whole || left.Action.length === 0 || left.Resource.length === 0 ? [] : [{ ...one, ...left }];
}
