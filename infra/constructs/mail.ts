import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** What `feedback` records, and the detail type under which SES reports it on the bus. */
const receipts = new Map([
  [EmailSendingEvent.SEND, 'Email Sent'],
  [EmailSendingEvent.DELIVERY_DELAY, 'Email Delivery Delayed'],
  [EmailSendingEvent.DELIVERY, 'Email Delivered'],
  [EmailSendingEvent.REJECT, 'Email Rejected'],
  [EmailSendingEvent.RENDERING_FAILURE, 'Email Rendering Failed'],
  [EmailSendingEvent.BOUNCE, 'Email Bounced'],
  [EmailSendingEvent.COMPLAINT, 'Email Complaint Received'],
]);

/** The sender's identity in SES, the rules it sends under, and the events that report what became of each mail. */
export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly receipts: Rule;
  readonly configurationSetArn: string;
  /** Identities that sending touches: the sender's, and while the account is in SES's sandbox those of the allowed recipients. */
  readonly identityArns: string[];

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    const stack = Stack.of(this);
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `${stack.stackName}-mail`,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // An address that bounced or complained is not written to again: SES says so at once, and the ledger records it.
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    // SES publishes to the account's default bus only.
    const bus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    this.configurationSet.addEventDestination('Receipts', {
      destination: EventDestination.eventBus(bus),
      events: [...receipts.keys()],
    });
    this.receipts = new Rule(this, 'ReceiptsRule', {
      description: 'What became of each mail of this deployment',
      eventPattern: {
        source: ['aws.ses'],
        detailType: [...receipts.values()],
        // Other deployments in the account share the bus.
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet.configurationSetName] } } },
      },
    });

    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'ses', resource, resourceName });
    this.configurationSetArn = arn('configuration-set', this.configurationSet.configurationSetName);
    const name = config.mailDomain ?? config.sender;
    if (config.senderIdentity === 'create') this.createIdentity(name, config.mailDomain !== undefined);
    const recipients = config.mailAllowList.map((entry) => entry.replace(/^@/, ''));
    this.identityArns = [...new Set([name, ...recipients])].map((identity) => arn('identity', identity));
  }

  private createIdentity(name: string, isDomain: boolean): void {
    const identity = new EmailIdentity(this, 'Identity', {
      identity: isDomain ? Identity.domain(name) : Identity.email(name),
      configurationSet: this.configurationSet,
      // Receipts come as events; SES need not mail them to the sender as well.
      feedbackForwarding: false,
      ...(isDomain ? { mailFromDomain: `bounce.${name}` } : {}),
    });
    if (!isDomain) return;
    identity.dkimRecords.forEach((record, index) => {
      new CfnOutput(Stack.of(this), `DkimRecord${index + 1}`, {
        value: `${record.name} CNAME ${record.value}`,
        description: 'To be entered in the DNS of the mail domain',
      });
    });
  }
}
