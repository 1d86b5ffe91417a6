import * as z from 'zod';
import { StartFault } from '../state.ts';

/** What a call does, to what, and what a condition may want to know of it. */
export type Asked = { action: string; resource: string; facts?: Record<string, string | string[]> };

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const tests = z.record(z.string(), z.record(z.string(), list));
const statement = z.object({
  Effect: z.literal('Allow'),
  Action: list,
  Resource: list,
  Condition: tests.optional(),
});
type Statement = z.infer<typeof statement>;

export type RoleSpec = { name: string; arn: string; statements: Statement[] };

export const roleProperties = z.object({
  Policies: z
    .array(
      z.object({
        PolicyDocument: z.object({
          Statement: z.union([z.array(statement), statement.transform((one) => [one])]),
        }),
      }),
    )
    .default([])
    .transform((policies) => policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)),
});

/** Who of the application may do what: the roles of the template, judged as IAM judges them. */
export type Guard = {
  allows: (roleArn: string, asked: Asked) => boolean;
  /** @throws Error in IAM's words; everybody who is no function, such as an operator or a test, may do anything */
  admit: (accessKey: string | undefined, asked: () => readonly Asked[]) => void;
};

/** A function's credentials name its role; see functions.ts. */
export const accessKeyOf = (authorization: string | undefined) =>
  /Credential=([^/,]+)\//.exec(authorization ?? '')?.[1];

/** A refusal for want of a permission; each service says it in its own form. */
export class NotAllowed extends Error {
  override readonly name = 'AccessDeniedException';
}

/** @throws StartFault for a condition that it cannot judge */
export function createGuard(roles: readonly RoleSpec[]): Guard {
  for (const { name, statements } of roles)
    for (const { Condition = {} } of statements)
      for (const operator of Object.keys(Condition))
        if (!operators[operator])
          throw new StartFault(
            `The local runtime cannot judge ${operator}, a condition of ${name}; see local/permissions/roles.ts.`,
          );
  const may = (role: RoleSpec, asked: Asked) => role.statements.some((one) => covers(one, asked));
  return {
    allows: (roleArn, asked) => roles.some((role) => role.arn === roleArn && may(role, asked)),
    admit: (accessKey, asked) => {
      const role = roles.find(({ name }) => name === accessKey);
      const refused = role && asked().find((one) => !may(role, one));
      if (refused)
        throw new NotAllowed(
          `${role.name} is not authorized to perform: ${refused.action} on resource: ${refused.resource}`,
        );
    },
  };
}

function covers({ Action, Resource, Condition = {} }: Statement, { action, resource, facts = {} }: Asked) {
  return (
    Action.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
    Resource.some((pattern) => isLike(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => operators[operator]?.(facts[key], wanted)),
    )
  );
}

type Operator = (fact: string | string[] | undefined, wanted: string[]) => boolean;
const values = (fact: string | string[] | undefined) => [fact ?? []].flat();
const oneLike = (fact: string, wanted: string[]) => wanted.some((pattern) => isLike(pattern, fact));
const operators: Record<string, Operator> = {
  StringEquals: (fact, wanted) => values(fact).some((one) => wanted.includes(one)),
  StringLike: (fact, wanted) => values(fact).some((one) => oneLike(one, wanted)),
  // True also of no fact at all, as in IAM.
  'ForAllValues:StringLike': (fact, wanted) => values(fact).every((one) => oneLike(one, wanted)),
  Null: (fact, [wanted]) => String(fact === undefined) === wanted,
};

function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
