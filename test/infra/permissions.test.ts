import { describe, expect, it } from 'vitest';
import { readable } from '../../tools/readable.ts';
import { fullProduction } from '../../tools/sample-configurations.ts';
import { claimsOf, knownRoles } from './permission-claims.ts';
import { build, role, rolesOf, template } from './templates.ts';

const roles = rolesOf(template(build({}), 'don-doc-local'));

describe('each role', () => {
  it('is known here', () => {
    expect([...roles.keys()].toSorted()).toEqual(knownRoles.toSorted());
  });

  for (const name of knownRoles)
    for (const { title, holds } of claimsOf(name)) it(title, () => holds(roles.get(name) ?? new Map()));
});

describe('what no role may do', () => {
  const all = [...rolesOf(template(build(fullProduction), 'don-doc-prod')), ...roles].flatMap(
    ([name, statements]) => [...statements.values()].map((one) => ({ name, ...one })),
  );

  it('has no wildcard in any action', () => {
    expect(all.filter(({ Action }) => Action.some((action) => action.includes('*')))).toEqual([]);
  });

  it('names a resource wherever AWS lets it', () => {
    const withoutResources =
      /^(xray:Put|logs:\w+Log(Delivery|Deliveries|Groups)$|logs:\w+ResourcePolic(y|ies)$)/;
    const starred = all.filter(({ Resource }) => Resource?.some((one) => readable(one) === '*'));
    const unexplained = starred
      .flatMap(({ Action }) => Action)
      .filter((action) => !withoutResources.test(action));
    expect(unexplained).toEqual([]);
  });

  it('cannot scan, and cannot delete in a task’s partition', () => {
    const actions = all.flatMap(({ Action }) => Action);
    expect(actions).not.toContain('dynamodb:Scan');
    expect(actions).not.toContain('dynamodb:BatchWriteItem');
    expect(actions.filter((action) => action.startsWith('dynamodb:PartiQL'))).toEqual([]);
    const deleting = all.filter(({ Action }) => Action.includes('dynamodb:DeleteItem'));
    expect(new Set(deleting.map(({ name }) => name))).toEqual(new Set(['ApiRole']));
    for (const { Condition } of deleting) {
      const keys = Object(Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
      expect(keys.filter((pattern: string) => !/^(UNIT|USER)#\*$/.test(pattern))).toEqual([]);
    }
  });

  it('touches objects without deleting them, undoing a lock or seeing old versions', () => {
    const objects = all.flatMap(({ Action }) => Action).filter((action) => action.startsWith('s3:'));
    expect(new Set(objects)).toEqual(new Set(['s3:GetObject', 's3:ListBucket', 's3:PutObject']));
  });

  it('passes one role to one service', () => {
    const passing = all.filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(new Set(passing.map(({ name, Resource }) => `${name} ${Resource?.map(readable)}`))).toEqual(
      new Set(['RelayRole SchedulerRole']),
    );
  });

  it('lets each service take on its own roles only, on behalf of this account', () => {
    const trust = Object.entries(template(build({}), 'don-doc-local').findResources('AWS::IAM::Role')).map(
      ([id, resource]) => {
        const [one] = role.parse(resource).Properties.AssumeRolePolicyDocument.Statement;
        const condition = Object(Object(one?.Condition).StringEquals);
        return [
          readable({ Ref: id }),
          readable(Object(one?.Principal).Service),
          ...['aws:SourceAccount', 'aws:SourceArn'].flatMap((key) =>
            condition[key] ? [readable(condition[key])] : [],
          ),
        ].join(' ');
      },
    );
    expect(trust.toSorted()).toEqual([
      'AnchorRole lambda.amazonaws.com',
      'ApiRole lambda.amazonaws.com',
      'CloseRole lambda.amazonaws.com',
      'EscalateRole lambda.amazonaws.com',
      'FeedbackRole lambda.amazonaws.com',
      'JobsRole scheduler.amazonaws.com {account} Jobs',
      'LadderRole states.amazonaws.com {account}',
      'MailRole lambda.amazonaws.com',
      'RelayRole lambda.amazonaws.com',
      'RemindRole lambda.amazonaws.com',
      'SchedulerRole scheduler.amazonaws.com {account} Schedules',
      'WorkRole lambda.amazonaws.com',
    ]);
  });
});

describe('with a key of one’s own', () => {
  it('every role that touches encrypted things may use it, and none may manage it', () => {
    const full = rolesOf(template(build(fullProduction), 'don-doc-prod'));
    const without = [...full].filter(([, statements]) => !statements.has('UseKey')).map(([name]) => name);
    // The ladder only calls a function.
    expect(without).toEqual(['LadderRole']);
    for (const statements of full.values()) {
      const use = statements.get('UseKey');
      if (!use) continue;
      expect(use.Action).toEqual(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey']);
      expect(use.Resource?.map(readable)).toEqual(['Key']);
    }
  });
});
