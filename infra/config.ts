import * as z from 'zod';

/**
 * Everything that may differ between two deployments. A stage gives the defaults; the environment (`DONDOC_SENDER`) and,
 * before it, the CDK context (`-c sender=...`) replace single values. Nothing else in `infra/` asks which stage it is.
 */
const settings = z.strictObject({
  account: z.stringFormat('an AWS account number of 12 digits', /^\d{12}$/).optional(),
  region: z.stringFormat('an AWS region such as ap-southeast-1', /^[a-z]{2}(-[a-z]+)+-\d$/).optional(),
  /** The address that mails come from. Its domain, or the address itself, becomes the SES identity. */
  sender: z.email(),
  senderName: z.stringFormat('a name without quotes, angle brackets or line breaks', /^[^"<>\r\n]{1,60}$/),
  /** The domain to verify in SES with DKIM. Without it only the sender's address is verified: enough for a sandbox. */
  mailDomain: z.hostname().optional(),
  /** `existing`: another stage or team already owns the SES identity in this account and region. */
  senderIdentity: z.enum(['create', 'existing']),
  /** Where people reach the API and the links in mails. Without it, the address that API Gateway gives out. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** A certificate for the host of publicUrl; then that name is attached here, to CloudFront if there is a front, else to the API. */
  certificateArn: z
    .stringFormat(
      'the ARN of an ACM certificate',
      /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
    )
    .optional(),
  /** A token issuer that already exists. Without it a Cognito user pool is created. */
  oidcIssuer: z.url({ protocol: /^https$/ }).optional(),
  oidcAudience: z.array(z.string().min(1)),
  /** Whether the synthesis asks that issuer for its description first. */
  issuerAnswers: z.boolean(),
  /** The claim of the access token that says who it is. */
  userClaim: z.string().min(1),
  /** Where Cognito's sign-in page may send people back to. */
  signInCallbacks: z.array(z.url()),
  /** The user id (the value of the claim) that may do everything before anybody else has a role. */
  administrator: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, { error: 'must be an IANA time zone such as Asia/Ho_Chi_Minh' }),
  calendarMode: z.enum(['official', 'always-open']),
  /** Addresses or @domains that may receive mail; empty means everyone. */
  mailAllowList: z.array(z.stringFormat('an address or an @domain', /^[^@\s,]*@[^@\s,]+$/)),
  /** Alarms and dashboards. A stage that lives for an hour wakes nobody, and each of them has a fixed monthly price. */
  watched: z.boolean(),
  /** Who is told when an alarm rings. */
  alarmAddress: z.email().optional(),
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
  restoredStreamArn: z
    .stringFormat(
      'the ARN of a table stream',
      /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\d:T.-]+$/,
    )
    .optional(),
  /** Encrypt table, buckets, queues, logs and alarms with a key of one's own instead of AWS's. */
  customerManagedKey: z.boolean(),
  /** Host of the deployed API (output ApiUrl). Given, CloudFront and a firewall are put in front of it by a stack of their own. */
  frontOf: z.hostname().optional(),
  /** Requests a second that the API accepts, and twice that in a burst. */
  requestRate: z.int().min(1).max(10_000),
  /** How long a person's mail waits for further matters of the same morning. SQS delays by at most 900 s. */
  mailGatherSeconds: z.int().min(0).max(900),
  /** Mails a second that SES allows this account ("Maximum send rate"); bounds how many copies of `mail` run at once. */
  mailRate: z.int().min(1).max(1_000),
});

export type Settings = z.infer<typeof settings>;
export type Config = Settings & { stage: string };

/** A configuration that cannot be deployed. The message says what is wrong and what to do; it needs no stack trace. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

const common = {
  senderName: 'Đôn Đốc',
  senderIdentity: 'create',
  oidcAudience: [],
  issuerAnswers: true,
  userClaim: 'sub',
  signInCallbacks: [],
  timeZone: 'Asia/Ho_Chi_Minh',
  calendarMode: 'official',
  mailAllowList: [],
  watched: true,
  runbookUrl: 'docs/runbook.md',
  logLevel: 'info',
  logDays: 30,
  protectData: false,
  recordLock: 'GOVERNANCE',
  recordDays: 1,
  customerManagedKey: false,
  requestRate: 50,
  mailGatherSeconds: 300,
  mailRate: 10,
} satisfies Partial<Settings>;

/** One entry per stage; `e2e-*` stands for any number of short-lived ones. */
const stages = {
  /** What `npm start` runs: no account, no network, tokens of a local issuer. */
  local: {
    ...common,
    region: 'ap-southeast-1',
    sender: 'don-doc@example.com',
    publicUrl: 'http://localhost:3000',
    oidcIssuer: 'https://issuer.don-doc.local',
    issuerAnswers: false,
    oidcAudience: ['don-doc'],
    administrator: 'admin',
  },
  dev: { ...common },
  prod: {
    ...common,
    logDays: 365,
    protectData: true,
    recordLock: 'COMPLIANCE',
    // Ten years, whichever of them are leap years.
    recordDays: 3653,
    requestRate: 200,
  },
  'e2e-*': {
    ...common,
    sender: 'don-doc@example.com',
    // Cognito chooses `sub` itself; tests speak of people by the names they gave them.
    userClaim: 'username',
    administrator: 'admin',
    signInCallbacks: ['http://localhost:3000/signed-in'],
    calendarMode: 'always-open',
    mailGatherSeconds: 1,
    watched: false,
    logDays: 1,
    logLevel: 'debug',
  },
} satisfies Record<string, Partial<Settings>>;

/** Looks a setting up in the CDK context. */
type Lookup = (key: string) => unknown;

/**
 * The configuration of the chosen stage (`stage` in the context, or DONDOC_STAGE, or `local`).
 * Throws ConfigurationError with one sentence for everything that is wrong.
 */
export function loadConfig(context: Lookup, environment: Record<string, string | undefined>): Config {
  const given = (key: string): unknown => context(key) ?? environment[variableName(key)];
  const stage = String(given('stage') ?? 'local');
  const preset = /^e2e-[a-z0-9]{1,20}$/.test(stage) ? 'e2e-*' : stage;
  if (!isStage(preset)) {
    throw new ConfigurationError(
      `There is no stage '${stage}': choose ${Object.keys(stages).join(', ')} with -c stage=NAME or DONDOC_STAGE=NAME.`,
    );
  }
  const overrides = Object.entries(settings.shape).flatMap(([key, schema]) => {
    const value = given(key);
    return value === undefined || value === '' ? [] : [[key, fromText(value, schema)] as const];
  });
  const account = environment.CDK_DEFAULT_ACCOUNT;
  const region = environment.CDK_DEFAULT_REGION;
  const chosen: Record<string, unknown> = {
    ...(stage !== 'local' && account ? { account } : {}),
    ...(stage !== 'local' && region ? { region } : {}),
    ...stages[preset],
    ...Object.fromEntries(overrides),
  };
  const parsed = settings.safeParse(chosen);
  if (!parsed.success) throw new ConfigurationError(explain(stage, chosen, parsed.error));
  return { ...consistent(stage, parsed.data), stage };
}

/** What no single field can tell. */
function consistent(stage: string, config: Settings): Settings {
  const refuse = (sentence: string): never => {
    throw new ConfigurationError(`Stage '${stage}': ${sentence}`);
  };
  if (config.oidcIssuer && config.oidcAudience.length === 0)
    refuse(
      'oidcIssuer is given without oidcAudience; name the audience of its tokens with DONDOC_OIDC_AUDIENCE.',
    );
  if (!config.oidcIssuer && config.oidcAudience.length > 0)
    refuse(
      'oidcAudience is given without oidcIssuer; give DONDOC_OIDC_ISSUER too, or neither to create a Cognito pool.',
    );
  if (!config.oidcIssuer && config.signInCallbacks.length === 0)
    refuse(
      'there is no token issuer, so Cognito signs people in: set DONDOC_SIGN_IN_CALLBACKS to where it may send them back to.',
    );
  if (config.mailDomain && !`.${config.sender.split('@')[1]}`.endsWith(`.${config.mailDomain}`))
    refuse(
      `the sender ${config.sender} is not an address of mailDomain ${config.mailDomain}; correct one of them.`,
    );
  if (config.certificateArn && !config.publicUrl?.startsWith('https://'))
    refuse(
      'certificateArn is given without an https publicUrl; set DONDOC_PUBLIC_URL to the address it certifies.',
    );
  const needed = config.frontOf ? 'us-east-1' : config.region;
  if (config.certificateArn && needed && config.certificateArn.split(':')[3] !== needed)
    refuse(`the certificate must be in ${needed}; request one there and set DONDOC_CERTIFICATE_ARN to it.`);
  return config;
}

function explain(stage: string, chosen: Record<string, unknown>, error: z.ZodError): string {
  const faults = error.issues.map((issue) => {
    const key = String(issue.path[0]);
    const position = issue.path.length > 1 ? ` (entry ${Number(issue.path[1]) + 1})` : '';
    return chosen[key] === undefined
      ? `${key} is missing: set it with -c ${key}=... or ${variableName(key)}=...`
      : `${key}${position} is wrong: ${issue.message}`;
  });
  return `Stage '${stage}' cannot be deployed as configured. ${faults.join('; ')}.`;
}

/** `mailAllowList` -> `DONDOC_MAIL_ALLOW_LIST`. */
function variableName(key: string): string {
  return `DONDOC_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Context on the command line and the environment know only text. Lists are comma separated. */
function fromText(value: unknown, schema: z.ZodType): unknown {
  if (typeof value !== 'string') return value;
  const wants = (example: unknown) => schema.safeParse(example).success;
  if (wants([]))
    return value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (wants(true)) return value === 'true' ? true : value === 'false' ? false : value;
  if (wants(1)) return Number(value);
  return value;
}

function isStage(name: string): name is keyof typeof stages {
  return Object.hasOwn(stages, name);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
