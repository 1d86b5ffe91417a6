import { describe, expect, it } from 'vitest';
import { checkCalendar } from '../../infra/calendar-check.ts';
import { ConfigurationError, loadConfig } from '../../infra/config.ts';
import { production } from '../../tools/sample-configurations.ts';
import { build } from './templates.ts';

const load = (environment: Record<string, string>, context: Record<string, unknown> = {}) =>
  loadConfig(context, environment);

describe('where a setting comes from', () => {
  it('is the stage, unless the environment says otherwise, unless the context does', () => {
    expect(load({}).requestRate).toBe(50);
    expect(load({ DONDOC_REQUEST_RATE: '7' }).requestRate).toBe(7);
    expect(load({ DONDOC_REQUEST_RATE: '7' }, { requestRate: '8' }).requestRate).toBe(8);
  });

  it('reads lists, numbers and yes or no from text', () => {
    const config = load({
      DONDOC_MAIL_ALLOW_LIST: 'a@example.vn, @example.org',
      DONDOC_CUSTOMER_MANAGED_KEY: 'true',
      DONDOC_PROTECT_DATA: 'false',
    });
    expect(config).toMatchObject({
      mailAllowList: ['a@example.vn', '@example.org'],
      customerManagedKey: true,
      protectData: false,
    });
  });

  it('gives the local stage without account, network or settings', () => {
    const credentials = { CDK_DEFAULT_ACCOUNT: '111111111111' };
    expect(load({ ...credentials, DONDOC_STAGE: 'local' })).toMatchObject({
      stage: 'local',
      administrator: 'admin',
      userClaim: 'sub',
    });
    expect(load({ ...credentials, DONDOC_STAGE: 'local' })).not.toHaveProperty('account');
  });

  it('takes account and region from the CDK command for stages that are deployed', () => {
    const { DONDOC_REGION: _, ...anywhere } = production;
    expect(
      load({ ...anywhere, CDK_DEFAULT_ACCOUNT: '111111111111', CDK_DEFAULT_REGION: 'eu-west-1' }),
    ).toMatchObject({ account: '111111111111', region: 'eu-west-1' });
  });

  it('lets any number of short-lived stages exist', () => {
    expect(load({ DONDOC_STAGE: 'e2e-42' })).toMatchObject({ stage: 'e2e-42', calendarMode: 'always-open' });
  });
});

describe('a wrong configuration fails with one sentence that says what to do', () => {
  const { DONDOC_SENDER: _, ...withoutSender } = production;
  const wrong: [name: string, environment: Record<string, string>, ...says: string[]][] = [
    ['an unknown stage', { DONDOC_STAGE: 'production' }, "no stage 'production'", 'choose local, dev, prod'],
    ['no sender', withoutSender, 'sender is missing', 'DONDOC_SENDER='],
    [
      'a sender that is no address',
      { ...production, DONDOC_SENDER: 'đôn đốc' },
      "sender is wrong: must be an e-mail address such as nhac-viec@mail.example.vn, not 'đôn đốc'; correct DONDOC_SENDER",
    ],
    ['an empty stage', { ...production, DONDOC_STAGE: '' }, 'There is no stage', 'choose local, dev, prod'],
    ['no administrator', { ...production, DONDOC_ADMINISTRATOR: '' }, 'administrator is missing: set it'],
    [
      'a setting that does not exist',
      { ...production, DONDOC_SENDR: 'a@example.vn' },
      'There is no setting DONDOC_SENDR: correct or unset it',
    ],
    [
      'a mail domain that is none',
      { ...production, DONDOC_MAIL_DOMAIN: 'https://mail.example.vn' },
      "mailDomain is wrong: must be a bare host name such as mail.example.vn, not 'https://mail.example.vn'",
    ],
    [
      'an alarm address that is none',
      { ...production, DONDOC_ALARM_ADDRESS: 'ops' },
      "alarmAddress is wrong: must be an e-mail address such as nhac-viec@mail.example.vn, not 'ops'",
    ],
    [
      'a public address without its scheme',
      { ...production, DONDOC_PUBLIC_URL: 'dondoc.example.vn' },
      'publicUrl is wrong: must be an address such as https://dondoc.example.vn',
    ],
    [
      'a public address that ends with a slash',
      { ...production, DONDOC_PUBLIC_URL: 'https://dondoc.example.vn/' },
      "publicUrl is wrong: must not end with a slash, which links would repeat, not 'https://dondoc.example.vn/'",
    ],
    [
      'credentials to deploy with, and no stage',
      { CDK_DEFAULT_ACCOUNT: '111111111111' },
      'No stage is chosen',
      'set DONDOC_STAGE=dev or DONDOC_STAGE=prod',
    ],
    [
      'a place to go after signing in that Cognito refuses',
      { ...production, DONDOC_SIGN_IN_CALLBACKS: 'https://a.vn/in, http://b.vn/in' },
      "signInCallbacks (entry 2) is wrong: must be an https address, or one of http://localhost, not 'http://b.vn/in'",
    ],
    [
      'a word where yes or no is asked',
      { ...production, DONDOC_WATCHED: 'no' },
      "watched is wrong: must be true or false, not 'no'",
    ],
    [
      'a number out of bounds',
      { ...production, DONDOC_MAIL_GATHER_SECONDS: '1000' },
      'mailGatherSeconds is wrong: must be at most 900',
    ],
    [
      'a region by its city',
      { ...production, DONDOC_REGION: 'Singapore' },
      'region is wrong: must be an AWS region such as ap-southeast-1',
    ],
    [
      'an unknown time zone',
      { ...production, DONDOC_TIME_ZONE: 'Hanoi' },
      'timeZone is wrong',
      'Asia/Ho_Chi_Minh',
    ],
    [
      'an unknown calendar mode',
      { ...production, DONDOC_CALENDAR_MODE: 'never' },
      'calendarMode is wrong: must be one of official, always-open',
    ],
    [
      'an issuer over http',
      { ...production, DONDOC_OIDC_ISSUER: 'http://id.example.vn' },
      'oidcIssuer is wrong: must be an https address',
    ],
    [
      'an issuer without an audience',
      { ...production, DONDOC_OIDC_ISSUER: 'https://id.example.vn' },
      'without oidcAudience',
      'DONDOC_OIDC_AUDIENCE',
    ],
    ['an audience without an issuer', { ...production, DONDOC_OIDC_AUDIENCE: 'x' }, 'DONDOC_OIDC_ISSUER'],
    [
      'nowhere to go after signing in',
      { ...production, DONDOC_SIGN_IN_CALLBACKS: '' },
      'DONDOC_SIGN_IN_CALLBACKS',
    ],
    [
      'a sender outside the mail domain',
      { ...production, DONDOC_MAIL_DOMAIN: 'other.vn' },
      'not an address of mailDomain other.vn',
    ],
    [
      'a number that is none',
      { ...production, DONDOC_REQUEST_RATE: 'many' },
      "requestRate is wrong: must be a whole number, not 'many'",
    ],
    [
      'an unknown lock',
      { ...production, DONDOC_RECORD_LOCK: 'forever' },
      'recordLock is wrong',
      'COMPLIANCE',
    ],
    ['a log retention AWS does not offer', { ...production, DONDOC_LOG_DAYS: '31' }, 'logDays is wrong'],
    [
      'a log level that silences the measurements',
      { ...production, DONDOC_LOG_LEVEL: 'error' },
      'logLevel is wrong',
    ],
    [
      'a name that would break a header',
      { ...production, DONDOC_SENDER_NAME: 'a\nb' },
      'senderName is wrong',
    ],
    [
      'an entry of a list',
      { ...production, DONDOC_MAIL_ALLOW_LIST: 'a@example.vn,nobody' },
      "mailAllowList (entry 2) is wrong: must be an e-mail address or an @domain, not 'nobody'",
    ],
    [
      'a certificate from the wrong region',
      {
        ...production,
        DONDOC_REGION: 'ap-southeast-1',
        DONDOC_PUBLIC_URL: 'https://dondoc.example.vn',
        DONDOC_CERTIFICATE_ARN:
          'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000000',
      },
      'must be in ap-southeast-1',
    ],
  ];
  it.each(wrong)('%s', (_name, environment, ...says) => {
    const attempt = () => build(environment);
    expect(attempt).toThrow(ConfigurationError);
    for (const text of says) expect(attempt).toThrow(text);
  });

  it('a name on the command line that does not exist; those of CDK itself are not ours', () => {
    const context = { 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:any': 1, 'cli-telemetry': false };
    expect(() => load(production, context)).not.toThrow();
    expect(() => load(production, { ...context, sendr: 'a@example.vn' })).toThrow(
      'There is no setting sendr: correct or unset it',
    );
  });

  it('names everything that is wrong at once', () => {
    expect(() => build({ DONDOC_STAGE: 'prod' })).toThrow(/sender is missing.*administrator is missing/);
  });

  it('a calendar that cannot be counted with', () => {
    const year = { year: 2027, version: 'x', workedDays: [] };
    expect(() => checkCalendar([{ ...year, daysOff: [{ date: '2026-01-01', name: 'Tết' }] }])).toThrow(
      /vn-holidays.ts.*daysOff.0.date: date_outside_year/,
    );
    expect(() => checkCalendar([{ ...year, daysOff: [{ date: '2027-02-30', name: 'x' }] }])).toThrow(
      ConfigurationError,
    );
    expect(() => checkCalendar([{ ...year, daysOff: 'Tết' }])).toThrow(
      'correct year number 1 there (daysOff',
    );
    expect(() =>
      checkCalendar([2027, 2028, 2027].map((each) => ({ ...year, daysOff: [], year: each }))),
    ).toThrow('correct year number 3 there (year: 2027 is there already)');
    expect(() => checkCalendar([{ ...year, daysOff: [] }])).not.toThrow();
  });
});
