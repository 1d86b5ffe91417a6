import { type App, Stack, Token, Validations } from 'aws-cdk-lib';

type Acknowledgement = {
  /** As the finding prints it. */
  id: string;
  /** Paths of constructs below a stack, `*` for any part of one. Each must exist in some configuration; a test checks. */
  at: string[];
  reason: string;
};

const rule = (name: string) => `AwsSolutions::AwsSolutions-${name}`;

/** Every rule of cdk-nag (AwsSolutions) that we do not follow, where, and why. Nowhere else is a finding silenced. */
export const acknowledgements: Acknowledgement[] = [
  {
    id: rule('APIG4'),
    at: ['Gateway/Api/GET--openapi.json', 'Gateway/Api/GET--docs'],
    reason: 'The description of the interface is public on purpose and holds no data.',
  },
  {
    id: rule('APIG4'),
    at: ['Gateway/Api/*--m--{token}', 'Gateway/Api/GET--feeds--{proxy+}'],
    reason:
      'Mail programs and calendar clients cannot sign in; the path carries a signed or secret token that the function checks.',
  },
  {
    id: rule('APIG4'),
    at: ['Gateway/Otherwise'],
    reason: 'Answers 404 as a problem document to addresses that do not exist; reaches no data.',
  },
  {
    id: rule('IAM5[Resource::*]'),
    at: [
      'Api/Role',
      'Relay/Role',
      'Remind/Role',
      'Escalate/Role',
      'Mail/Role',
      'Feedback/Role',
      'Close/Role',
      'Work/Role',
      'Anchor/Role',
    ],
    reason:
      'X-Ray has no resources to name; test/infra/permissions.test.ts allows the star for its two actions only.',
  },
  {
    id: rule('IAM5[Resource::*]'),
    at: ['LadderRole'],
    reason:
      'Neither X-Ray nor CloudWatch log delivery has resources to name; a test allows the star for their actions only.',
  },
  {
    id: rule('IAM5[Resource::arn:<AWS::Partition>:scheduler:{region}:{account}:schedule/<Schedules>/obl_*]'),
    at: ['Relay/Role'],
    reason:
      'Schedules are named after obligations; the pattern reaches nothing else in a group that holds nothing else.',
  },
  {
    id: rule('IAM5[Resource::{stack}-data:ExportsOutputFnGetAttFiles8E6940B8ArnD8EE6C03/imports/*]'),
    at: ['Api/Role', 'Work/Role'],
    reason: 'Files are named after their jobs; the pattern reaches what is taken in and nothing else.',
  },
  {
    id: rule('IAM5[Resource::{stack}-data:ExportsOutputFnGetAttFiles8E6940B8ArnD8EE6C03/exports/*]'),
    at: ['Api/Role', 'Work/Role'],
    reason: 'Files are named after their jobs; the pattern reaches what is handed out and nothing else.',
  },
  {
    id: rule('IAM5[Resource::{stack}-data:ExportsOutputFnGetAttRecords091F6ECAArn8F34C005/anchors/*]'),
    at: ['Anchor/Role'],
    reason: 'Anchors are named after their days; the pattern reaches nothing else of the bucket.',
  },
  {
    id: rule('SQS3'),
    at: ['LostSchedules', 'LostChanges'],
    reason:
      'These are dead-letter queues themselves, of EventBridge Scheduler and of the stream, which the rule does not see.',
  },
  {
    id: rule('S1'),
    at: ['Records/Resource', 'Files/Resource'],
    reason:
      'Objects are reached by functions alone, whose calls are in their own logs; records cannot be changed by anybody.',
  },
  {
    id: rule('COG2'),
    at: ['Users'],
    reason:
      'A second factor is offered to everyone; to demand it is the decision of the body that runs the deployment.',
  },
  {
    id: rule('COG3'),
    at: ['Users'],
    reason:
      'Threat protection belongs to a paid plan of Cognito; large bodies bring their own issuer instead.',
  },
  {
    id: rule('COG8'),
    at: ['Users'],
    reason:
      'The same: the paid plan buys threat protection, which the ordinary plan’s MFA and password rules do without.',
  },
  {
    id: rule('CFR1'),
    at: ['Distribution'],
    reason: 'Officials travel; the firewall limits by behaviour, not by country.',
  },
  {
    id: rule('CFR3'),
    at: ['Distribution'],
    reason:
      'The API behind it logs every request that passes; the firewall keeps samples of those that do not.',
  },
  {
    id: rule('CFR4'),
    at: ['Distribution'],
    reason:
      'Without a certificate of one’s own CloudFront serves its own name with its default policy; with one, TLS 1.2 is the least.',
  },
];

/** Applies them to whatever this configuration contains. Returns those that met no construct. */
export function acknowledge(app: App): Acknowledgement[] {
  const constructs = app.node.findAll();
  return acknowledgements.filter(({ id, at, reason }) => {
    const patterns = at.map(
      (path) => new RegExp(`^[^/]+/${path.split('*').map(escapeRegExp).join('[^/]*')}$`),
    );
    const targets = constructs.filter(({ node }) => patterns.some((pattern) => pattern.test(node.path)));
    for (const target of targets) {
      Validations.of(target).acknowledge({ id: located(id, Stack.of(target)), reason });
    }
    return targets.length === 0;
  });
}

/** The stack, region and account stand in the middle of some ids, or a reference to the latter where the stack leaves them open. */
function located(id: string, { region, account, stackName }: Stack): string {
  return id
    .replace('{stack}', stackName)
    .replace('{region}', Token.isUnresolved(region) ? '<AWS::Region>' : region)
    .replace('{account}', Token.isUnresolved(account) ? '<AWS::AccountId>' : account);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
