import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { clientSettings, type Deployment } from '../../tools/emulator/deploy.ts';
import { signIn } from '../../tools/sign-in.ts';
import { queuesWithMessages } from './deployed-parts.ts';
import type { ReceivedMail, Target } from './target.ts';

/** Satisfies the pool's rules; guards nothing. */
const password = 'Don-Doc-2026-thu-nghiem';

/** Stacks that were deployed into an emulated AWS, spoken to as its users do: over HTTP, with tokens of its user pool. */
export function deployedTarget(deployment: Deployment): Target {
  const cognito = new CognitoIdentityProviderClient(clientSettings(deployment));
  const tokens = new Map<string, Promise<string>>();
  const { userPoolId, clientId } = deployment;
  const enrol = async (name: string) => {
    const user = { UserPoolId: userPoolId, Username: name };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    return signIn(cognito, { userPoolId, clientId }, { name, password });
  };
  return {
    kind: 'deployed',
    url: deployment.publicUrl,
    token: (userId) => {
      const token = tokens.get(userId) ?? enrol(userId);
      tokens.set(userId, token);
      return token;
    },
    now: async () => new Date(),
    until: async (moment) => {
      await sleep(Math.max(0, Date.parse(moment) - Date.now()));
    },
    settled: () => quiet(deployment),
    mails: () => mailsOf(deployment),
    close: async () => cognito.destroy(),
  };
}

/** Waits until the queues have been empty, also of what is delayed or being handled, for five seconds. */
async function quiet(deployment: Deployment): Promise<void> {
  for (let calm = 0; calm < 5; ) {
    calm = (await queuesWithMessages(deployment)).length > 0 ? 0 : calm + 1;
    await sleep(1000);
  }
}

const kept = z.object({
  messages: z.record(
    z.string(),
    z.array(
      z.object({
        Source: z.string(),
        To: z.array(z.string()),
        Subject: z.string(),
        BodyText: z.string(),
        BodyHtml: z.string(),
        /** Epoch seconds. */
        Timestamp: z.number(),
      }),
    ),
  ),
});

/** What the emulator's SES was given by this deployment. */
async function mailsOf({ endpoint, sender }: Deployment): Promise<ReceivedMail[]> {
  const response = await fetch(`${endpoint}/_ministack/ses/messages`);
  const { messages } = kept.parse(await response.json());
  return Object.values(messages)
    .flat()
    .filter(({ Source }) => Source.includes(`<${sender}>`))
    .map((mail) => ({
      to: mail.To.join(', '),
      subject: mail.Subject,
      text: mail.BodyText,
      html: mail.BodyHtml,
      headers: {},
      at: new Date(mail.Timestamp * 1000).toISOString(),
    }));
}
