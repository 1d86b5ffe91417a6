import * as z from 'zod';
import { isTimeZone } from '../shared/domain/zone.ts';

/** What is wrong with a value is said as what it must be, so that the sentence also tells what to do. */
const mustBe = (what: string) => ({ error: `must be ${what}` });
const text = (what: string, pattern: RegExp) => z.string().regex(pattern, mustBe(what));
const url = (what: string, protocol: RegExp) => z.url({ protocol, ...mustBe(what) });
const address = z.email(mustBe('an e-mail address such as nhac-viec@mail.example.vn'));
const hostname = z.hostname(mustBe('a bare host name such as mail.example.vn'));
/** As Cognito demands it, which also takes an app's own scheme. */
const callback = text(
  'an https address, or one of http://localhost',
  /^(?!http:)[a-z][a-z0-9+.-]*:\/\/\S+$|^http:\/\/localhost(:\d+)?(\/\S*)?$/,
);

/**
 * Everything that may differ between two deployments. A stage gives the defaults; the environment (`DONDOC_SENDER`) and,
 * before it, the CDK context (`-c sender=...`) replace single values. Nothing else in `infra/` asks which stage it is.
 */
export const settings = z.strictObject({
  account: text('an AWS account number of 12 digits', /^\d{12}$/).optional(),
  region: text('an AWS region such as ap-southeast-1', /^[a-z]{2}(-[a-z]+)+-\d$/).optional(),
  /** The address that mails come from. Its domain, or the address itself, becomes the SES identity. */
  sender: address,
  senderName: text('a name without quotes, angle brackets or line breaks', /^[^"<>\r\n]{1,60}$/),
  /** The domain to verify in SES with DKIM. Without it only the sender's address is verified: enough for a sandbox. */
  mailDomain: hostname.optional(),
  /** `existing`: another stage or team already owns the SES identity in this account and region. */
  senderIdentity: z.enum(['create', 'existing']),
  /** Where people reach the API and the links in mails. Without it, the address that API Gateway gives out. */
  publicUrl: url('an address such as https://dondoc.example.vn', /^https?$/)
    .refine((address) => !/[/?#]$/.test(address), {
      error: 'must not end with a slash, which links would repeat',
    })
    .optional(),
  /** A certificate for the host of publicUrl; then that name is attached here, to CloudFront if there is a front, else to the API. */
  certificateArn: text(
    'the ARN of an ACM certificate',
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
  ).optional(),
  /** A token issuer that already exists. Without it a Cognito user pool is created. */
  oidcIssuer: url('an https address such as https://id.example.vn/realms/city', /^https$/).optional(),
  oidcAudience: z.array(z.string().min(1)),
  /** Whether the synthesis asks that issuer for its description first. */
  issuerAnswers: z.boolean(),
  /** The claim of the access token that says who it is. */
  userClaim: z.string().min(1),
  /** Where Cognito's sign-in page may send people back to. */
  signInCallbacks: z.array(callback),
  /** The user id (the value of the claim) that may do everything before anybody else has a role. */
  administrator: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, { error: 'must be an IANA time zone such as Asia/Ho_Chi_Minh' }),
  calendarMode: z.enum(['official', 'always-open']),
  /** Addresses or @domains that may receive mail; empty means everyone. */
  mailAllowList: z.array(text('an e-mail address or an @domain', /^[^@\s,;]*@[^@\s,;]+$/)),
  /** Alarms and dashboards. A stage that lives for an hour wakes nobody, and each of them has a fixed monthly price. */
  watched: z.boolean(),
  /** Who is told when an alarm rings. */
  alarmAddress: address.optional(),
  /** Where docs/runbook.md can be read; alarms link into it. */
  runbookUrl: z.string().min(1),
  /** Not higher than `info`: the measurements that the alarms watch are log lines of that level. */
  logLevel: z.enum(['debug', 'info']),
  logDays: z.literal([1, 7, 30, 90, 180, 365, 731]),
  /** Keep the data when a stack is deleted, and refuse to delete it. */
  protectData: z.boolean(),
  /** How records are locked. COMPLIANCE: until then nobody can delete them, whoever they are; GOVERNANCE: a right of its own can. */
  recordLock: z.literal(['GOVERNANCE', 'COMPLIANCE']),
  recordDays: z.int().min(1).max(36_500),
  /** After a restore: the stream of the restored table, which takes the place of the created one. See docs/runbook.md. */
  restoredStreamArn: text(
    'the ARN of a table stream',
    /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\d:T.-]+$/,
  ).optional(),
  /** Encrypt table, buckets, queues, logs and alarms with a key of one's own instead of AWS's. */
  customerManagedKey: z.boolean(),
  /** Host of the deployed API (output ApiUrl). Given, CloudFront and a firewall are put in front of it by a stack of their own. */
  frontOf: hostname.optional(),
  /** Requests a second that the API accepts, and twice that in a burst. */
  requestRate: z.int().min(1).max(10_000),
  /** How long a person's mail waits for further matters of the same morning. SQS delays by at most 900 s. */
  mailGatherSeconds: z.int().min(0).max(900),
  /** Mails a second that SES allows this account ("Maximum send rate"); bounds how many copies of `mail` run at once. */
  mailRate: z.int().min(1).max(1_000),
});

export type Settings = z.infer<typeof settings>;
