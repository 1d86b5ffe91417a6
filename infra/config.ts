import type * as z from 'zod';
import { type Settings, settings } from './settings.ts';

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

/**
 * The configuration of the chosen stage (`stage` in the context, or DONDOC_STAGE; or `local` where there is nothing to deploy with).
 * Throws ConfigurationError with one sentence for everything that is wrong.
 */
export function loadConfig(
  context: Record<string, unknown>,
  environment: Record<string, string | undefined>,
): Config {
  const given = (key: string): unknown => context[key] ?? environment[variableName(key)];
  const account = environment.CDK_DEFAULT_ACCOUNT;
  if (given('stage') === undefined && account)
    throw new ConfigurationError(
      `No stage is chosen, and the credentials are those of account ${account}: set DONDOC_STAGE=dev or DONDOC_STAGE=prod, as docs/deploy.md says.`,
    );
  const stage = String(given('stage') ?? 'local');
  const preset = /^e2e-[a-z0-9]{1,20}$/.test(stage) ? 'e2e-*' : stage;
  if (!isStage(preset)) {
    throw new ConfigurationError(
      `There is no stage '${stage}': choose ${Object.keys(stages).join(', ')} with -c stage=NAME or DONDOC_STAGE=NAME.`,
    );
  }
  refuseUnknown(context, environment);
  const overrides = Object.entries(settings.shape).flatMap(([key, schema]) => {
    const value = given(key);
    return value === undefined || value === '' ? [] : [[key, fromText(value, schema)] as const];
  });
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
    const [key, position] = [String(issue.path[0]), issue.path[1]];
    const value = chosen[key];
    if (value === undefined)
      return `${key} is missing: set it with -c ${key}=... or ${variableName(key)}=...`;
    const part = Array.isArray(value) && typeof position === 'number' ? value[position] : value;
    const entry = position === undefined ? '' : ` (entry ${Number(position) + 1})`;
    return `${key}${entry} is wrong: ${expectation(issue)}, not '${part}'; correct ${variableName(key)} or -c ${key}`;
  });
  return `Stage '${stage}' cannot be deployed as configured. ${faults.join('. ')}.`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code !== 'invalid_type') return issue.message;
  return `must be ${issue.expected === 'boolean' ? 'true or false' : 'a whole number'}`;
}

/** A misspelt name would be a setting that has no effect. */
function refuseUnknown(
  context: Record<string, unknown>,
  environment: Record<string, string | undefined>,
): void {
  const known = ['stage', ...Object.keys(settings.shape)];
  const variables = known.map(variableName);
  const unknown = [
    // CDK's own names all have a colon, a hyphen or an @ in them.
    ...Object.keys(context).filter((name) => /^[a-zA-Z]+$/.test(name) && !known.includes(name)),
    ...Object.keys(environment).filter((name) => name.startsWith(prefix) && !variables.includes(name)),
  ];
  if (unknown.length > 0)
    throw new ConfigurationError(
      `There is no setting ${unknown.join(', ')}: correct or unset it; infra/settings.ts names them all.`,
    );
}

const prefix = 'DONDOC_';
/** `mailAllowList` -> `DONDOC_MAIL_ALLOW_LIST`. */
function variableName(key: string): string {
  return `${prefix}${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
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
  // What is no number stays as it was written, for the sentence that refuses it.
  if (wants(1)) return Number.isNaN(Number(value)) ? value : Number(value);
  return value;
}

function isStage(name: string): name is keyof typeof stages {
  return Object.hasOwn(stages, name);
}
