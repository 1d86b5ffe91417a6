import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { ConfigurationSetSpec } from './application.ts';
import { identity } from './assembly.ts';
import { type RestService, ServiceError } from './endpoint.ts';
import type { EventBus } from './event-bus.ts';
import { readMime } from './mime.ts';
import type { State } from './state.ts';

const mailSchema = z.object({
  to: z.array(z.string()),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  /** When it was sent, on the virtual clock; RFC 3339. */
  at: z.string(),
  messageId: z.string(),
  /** What became of it. */
  outcome: z.enum(['delivered', 'delayed', 'rejected', 'bounced', 'complained']),
});
export type Mail = z.infer<typeof mailSchema> & { id: number };

/** What becomes of the mail to an address. `delay`: its server is busy, and SES tries on without an end. */
export const reaction = z.enum(['hard', 'soft', 'complaint', 'reject', 'delay', 'none']);
export type Reaction = z.infer<typeof reaction>;

export type Mailer = {
  rest: RestService;
  list: (filter?: { since?: string | undefined; to?: string | undefined }) => Mail[];
  find: (id: number) => Mail | undefined;
  react: (address: string, kind: Reaction) => void;
};

const part = z.object({ Data: z.string() });
const message = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .object({
      ToAddresses: z.array(z.string()).default([]),
      CcAddresses: z.array(z.string()).default([]),
      BccAddresses: z.array(z.string()).default([]),
    })
    .prefault({}),
  ReplyToAddresses: z.array(z.string()).default([]),
  Content: z.object({
    Simple: z
      .object({
        Subject: part,
        Body: z.object({ Text: part.optional(), Html: part.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      })
      .optional(),
    Raw: z.object({ Data: z.base64() }).optional(),
  }),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
type Content = { from: string; subject: string; text: string; html: string; headers: Record<string, string> };

const outcomes = {
  hard: { outcome: 'bounced', type: 'Bounce', detailType: 'Email Bounced' },
  soft: { outcome: 'bounced', type: 'Bounce', detailType: 'Email Bounced' },
  complaint: { outcome: 'complained', type: 'Complaint', detailType: 'Email Complaint Received' },
  reject: { outcome: 'rejected', type: 'Reject', detailType: 'Email Rejected' },
  delay: { outcome: 'delayed', type: 'DeliveryDelay', detailType: 'Email Delivery Delayed' },
  none: { outcome: 'delivered', type: 'Delivery', detailType: 'Email Delivered' },
} as const;

const bare = (address: string) => (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();

/** SES v2: keeps what is sent instead of delivering it, and reports what became of it on the event bus, as the configuration set asks. */
export function createMailer(
  configurationSets: readonly ConfigurationSetSpec[],
  state: State,
  services: { bus: EventBus; now: () => number },
): Mailer {
  const insert = state.db.prepare('insert into mail (message_id, at, record) values (?, ?, ?)');
  const all = state.db.prepare('select id, record from mail where at >= ? order by id');
  const one = state.db.prepare('select id, record from mail where id = ?');
  const kindOf = state.db.prepare('select kind from address where address = ?');
  const setKind = state.db.prepare(
    'insert into address (address, kind) values (?, ?) on conflict (address) do update set kind = excluded.kind',
  );

  const reactionOf = (address: string): Reaction =>
    reaction.catch('none').parse(kindOf.get(bare(address))?.kind);
  const mailOf = (found: Record<string, unknown>): Mail => ({
    ...mailSchema.parse(JSON.parse(z.string().parse(found.record))),
    id: z.int().parse(found.id),
  });

  function send(input: unknown) {
    const asked = message.parse(input);
    const content = contentOf(asked);
    const { ToAddresses, CcAddresses, BccAddresses } = asked.Destination;
    const to = [...ToAddresses, ...CcAddresses, ...BccAddresses];
    if (to.length === 0) throw new ServiceError('BadRequestException', 'Missing recipients');
    if (content.subject === '' && asked.Content.Simple)
      throw new ServiceError('BadRequestException', 'Empty subject');
    const at = Math.floor(services.now());
    const messageId = `${at.toString(16).padStart(16, '0')}-${randomBytes(16).toString('hex')}-000000`;
    const kind = to.map(reactionOf).find((one) => one !== 'none') ?? 'none';
    const mail = {
      to,
      from: content.from,
      subject: content.subject,
      text: content.text,
      html: content.html,
      headers: content.headers,
      at: new Date(at).toISOString(),
      messageId,
      outcome: outcomes[kind].outcome,
    };
    state.atomically(() => {
      insert.run(messageId, at, JSON.stringify(mail));
      report(mail, kind, asked, at);
    });
    return { MessageId: messageId };
  }

  function report(
    mail: z.infer<typeof mailSchema>,
    kind: Reaction,
    asked: z.infer<typeof message>,
    at: number,
  ) {
    const wanted = configurationSets.filter(({ name }) => name === asked.ConfigurationSetName);
    const timestamp = mail.at;
    const recipients = mail.to.map((emailAddress) => ({ emailAddress: bare(emailAddress) }));
    const common = {
      mail: {
        timestamp,
        source: mail.from,
        sendingAccountId: identity.accountId,
        messageId: mail.messageId,
        destination: mail.to.map(bare),
        headersTruncated: false,
        headers: Object.entries(mail.headers).map(([name, value]) => ({ name, value })),
        commonHeaders: {
          from: [mail.from],
          to: mail.to,
          messageId: mail.messageId,
          subject: mail.subject,
        },
        tags: {
          ...(asked.ConfigurationSetName && { 'ses:configuration-set': [asked.ConfigurationSetName] }),
          ...Object.fromEntries(asked.EmailTags.map(({ Name, Value }) => [Name, [Value]])),
        },
      },
    };
    const publish = (type: string, detailType: string, member: Record<string, unknown>) => {
      if (!wanted.some(({ eventTypes }) => eventTypes.includes(type.toLowerCase()))) return;
      services.bus.publish({
        source: 'aws.ses',
        detailType,
        detail: { eventType: type, ...common, ...member },
        at,
      });
    };
    const delivery = { delivery: { timestamp, recipients: mail.to.map(bare), smtpResponse: '250 ok' } };
    publish('Send', 'Email Sent', { send: {} });
    if (kind === 'none' || kind === 'complaint') publish('Delivery', 'Email Delivered', delivery);
    if (kind === 'complaint') {
      const complaint = { feedbackId: mail.messageId, complainedRecipients: recipients, timestamp };
      publish('Complaint', outcomes.complaint.detailType, { complaint });
    }
    if (kind === 'reject')
      publish('Reject', outcomes.reject.detailType, { reject: { reason: 'Bad content' } });
    if (kind === 'delay') {
      const deliveryDelay = { delayType: 'MailboxFull', timestamp, delayedRecipients: recipients };
      publish('DeliveryDelay', outcomes.delay.detailType, { deliveryDelay });
    }
    if (kind === 'hard' || kind === 'soft') {
      const bounce = {
        feedbackId: mail.messageId,
        bounceType: kind === 'hard' ? 'Permanent' : 'Transient',
        bounceSubType: kind === 'hard' ? 'General' : 'MailboxFull',
        bouncedRecipients: recipients.map((one) => ({ ...one, action: 'failed', status: '5.1.1' })),
        timestamp,
      };
      publish('Bounce', outcomes.hard.detailType, { bounce });
    }
  }

  return {
    rest: (method, url, input) =>
      method === 'POST' && url.pathname === '/v2/email/outbound-emails' ? send(input) : undefined,
    list: ({ since, to } = {}) =>
      all
        .all(since === undefined ? 0 : Date.parse(since))
        .map(mailOf)
        .filter((mail) => to === undefined || mail.to.some((address) => bare(address) === bare(to))),
    find: (id) => {
      const found = one.get(id);
      return found && mailOf(found);
    },
    react: (address, kind) => {
      setKind.run(bare(address), kind);
    },
  };
}

function contentOf(asked: z.infer<typeof message>): Content {
  const { Simple, Raw } = asked.Content;
  if (Raw) return readMime(Buffer.from(Raw.Data, 'base64').toString('utf8'), asked.FromEmailAddress);
  if (!Simple) throw new ServiceError('BadRequestException', 'Only Simple and Raw content is sent');
  if (!asked.FromEmailAddress) throw new ServiceError('BadRequestException', 'Missing FromEmailAddress');
  const replyTo = asked.ReplyToAddresses.join(', ');
  for (const { Name, Value } of Simple.Headers) {
    if (!/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(Name) || !/^[\x20-\x7e]{1,870}$/.test(Value))
      throw new ServiceError('BadRequestException', `Invalid header: ${Name}`);
  }
  return {
    from: asked.FromEmailAddress,
    subject: Simple.Subject.Data,
    text: Simple.Body.Text?.Data ?? '',
    html: Simple.Body.Html?.Data ?? '',
    headers: {
      From: asked.FromEmailAddress,
      To: asked.Destination.ToAddresses.join(', '),
      ...(replyTo && { 'Reply-To': replyTo }),
      Subject: Simple.Subject.Data,
      ...Object.fromEntries(Simple.Headers.map(({ Name, Value }) => [Name, Value])),
    },
  };
}
