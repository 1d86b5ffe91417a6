import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: { name: string; value: string }[];
  /** Comes back with every receipt, to find the ledger rows by. */
  envelopeId: string;
};

/** `id` is SES's; `refused` means that SES will never take this mail, so that trying again is pointless. */
export type Posted = { id: string } | { refused: string };
export type Post = (mail: Mail) => Promise<Posted>;

export type PostSettings = { from: string; configurationSet: string };

/** Answers that no repetition changes. Everything else (throttling, a paused account) is thrown, and tried again. */
const final = ['MessageRejected', 'BadRequestException'];

/** SES tag values allow letters, digits, `_-.@` only; an envelope id has a person's id and `#` in it. */
export const tagOf = (envelopeId: string) => Buffer.from(envelopeId).toString('base64url');
export const envelopeOfTag = (tag: string) => Buffer.from(tag, 'base64url').toString();

/** A display name outside ASCII must be an encoded word (RFC 2047); SES does not do this by itself. */
export function encodeSender(from: string): string {
  const [, name, address] = /^(.*?)\s*<([^<>]+)>$/.exec(from) ?? [];
  if (!name || !address) return from;
  return `=?UTF-8?B?${Buffer.from(name.normalize('NFC')).toString('base64')}?= <${address}>`;
}

export function openPost(settings: PostSettings, client: SESv2Client = new SESv2Client({})): Post {
  return async (mail) => {
    try {
      const { MessageId } = await client.send(
        new SendEmailCommand({
          FromEmailAddress: encodeSender(settings.from),
          Destination: { ToAddresses: [mail.to] },
          ConfigurationSetName: settings.configurationSet,
          EmailTags: [{ Name: 'envelope', Value: tagOf(mail.envelopeId) }],
          Content: {
            Simple: {
              Subject: { Data: mail.subject, Charset: 'UTF-8' },
              Body: {
                Text: { Data: mail.text, Charset: 'UTF-8' },
                Html: { Data: mail.html, Charset: 'UTF-8' },
              },
              Headers: mail.headers.map(({ name, value }) => ({ Name: name, Value: value })),
            },
          },
        }),
      );
      return { id: MessageId ?? '' };
    } catch (error) {
      if (error instanceof Error && final.includes(error.name)) return { refused: error.name };
      throw error;
    }
  };
}
