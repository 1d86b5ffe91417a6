import middy from '@middy/core';
import * as z from 'zod/mini';
import { recordReceipt } from '../shared/actions/receipts.ts';
import { envelopeOfTag } from '../shared/clients/post.ts';
import { moment } from '../shared/domain/time.ts';
import { given, readEnv } from '../shared/env.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';

const env = readEnv({ BOOTSTRAP_ADMIN: given });
const world = openWorld('feedback', env);
const { log } = world;

const recipients = z.array(z.object({ emailAddress: z.string(), diagnosticCode: z.optional(z.string()) }));
/** What SES publishes per mail, as far as it matters here. Transient bounces are not the end of a mail. */
const sesEvent = z.object({
  time: moment,
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ messageId: z.string(), tags: z.optional(z.record(z.string(), z.array(z.string()))) }),
    bounce: z.optional(
      z.object({ bounceType: z.string(), timestamp: moment, bouncedRecipients: recipients }),
    ),
    complaint: z.optional(z.object({ timestamp: moment, complainedRecipients: recipients })),
    delivery: z.optional(z.object({ timestamp: moment })),
    deliveryDelay: z.optional(z.object({ timestamp: moment, delayType: z.string() })),
    reject: z.optional(z.object({ reason: z.string() })),
    failure: z.optional(z.object({ errorMessage: z.string() })),
  }),
});

/** SES events, through EventBridge -> feedback. They come at least once and in any order. */
export const handler = middy<unknown, void>()
  .use(logged(log))
  .handler(async (event) => {
    const { time, detail } = sesEvent.parse(event);
    const [tag] = detail.mail.tags?.envelope ?? [];
    if (!tag) return log.info('receipt of a mail that is not ours', { sesId: detail.mail.messageId });
    const common = { envelopeId: envelopeOfTag(tag), sesId: detail.mail.messageId };
    const { bounce, complaint, delivery, deliveryDelay: delay } = detail;
    const refused = detail.reject?.reason ?? detail.failure?.errorMessage;
    if (detail.eventType === 'Send') await recordReceipt(world, { ...common, kind: 'send', at: time });
    else if (delivery) await recordReceipt(world, { ...common, kind: 'delivered', at: delivery.timestamp });
    else if (delay) {
      const diagnosis = `delayed: ${delay.delayType}`;
      await recordReceipt(world, { ...common, kind: 'delayed', at: delay.timestamp, diagnosis });
    } else if (refused !== undefined) {
      const diagnosis = `refused: ${refused}`.slice(0, 200);
      await recordReceipt(world, { ...common, kind: 'rejected', at: time, diagnosis });
    } else if (bounce?.bounceType === 'Permanent') {
      const [first] = bounce.bouncedRecipients;
      await recordReceipt(world, {
        ...common,
        kind: 'bounced',
        at: bounce.timestamp,
        address: first?.emailAddress,
        diagnosis: first?.diagnosticCode?.slice(0, 200),
      });
    } else if (complaint)
      await recordReceipt(world, {
        ...common,
        kind: 'complained',
        at: complaint.timestamp,
        address: complaint.complainedRecipients[0]?.emailAddress,
      });
    log.info('receipt', { eventType: detail.eventType, sesId: detail.mail.messageId });
  });
