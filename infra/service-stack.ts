import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { PublicApi, type TokenIssuer } from './constructs/api.ts';
import { AppFunction, type FunctionDefaults } from './constructs/function.ts';
import { Mail } from './constructs/mail.ts';
import { deadLetterQueue, WorkQueue } from './constructs/queue.ts';
import { everyDay, policies, scheduleRole } from './constructs/schedules.ts';
import type { DataStack } from './data-stack.ts';
import { Operations } from './operations.ts';
import * as may from './permissions.ts';

export type ServiceStackProps = StackProps & { data: DataStack; tokens: TokenIssuer };

/**
 * Everything that works on the data and can be replaced at any time. Read it in the order in which a reminder travels:
 * api -> table -> relay -> schedule -> alarm queue -> remind -> (escalate) -> table -> relay -> mail queue -> mail -> feedback.
 */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, config: Config, { data, tokens, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const key = data.key;
    const table = data.table.arn;
    const files = data.files.arn;
    const encrypted = may.useKey(key);
    const defaults: FunctionDefaults = {
      environment: {
        TABLE_NAME: data.table.name,
        STAGE: config.stage,
        TIME_ZONE: config.timeZone,
        CALENDAR_MODE: config.calendarMode,
        LOG_LEVEL: config.logLevel,
      },
      logRetention: config.logDays,
      key,
    };

    // Requests.
    const gateway = new PublicApi(this, 'Gateway', {
      requestRate: config.requestRate,
      logRetention: config.logDays,
      key,
      domain: config.frontOf ? undefined : ownDomain(config),
    });
    const publicUrl = config.publicUrl ?? gateway.url;
    const api = new AppFunction(this, 'Api', defaults, {
      entry: 'api/index.ts',
      description: 'Answers HTTP requests: load, decide, one transaction, view',
      // Signing and schema work are processor bound and memory buys processor: 1 GB is 0.58 of one.
      memory: 1024,
      // A request is two round trips of some 10 ms; a directive of hundreds of tasks writes a batch per 100 items.
      // Under the gateway's own 29 s, so that the answer is always ours.
      timeout: Duration.seconds(28),
      environment: {
        BOOTSTRAP_ADMIN: config.administrator,
        USER_CLAIM: config.userClaim,
        PUBLIC_URL: publicUrl,
        FILES_BUCKET: data.files.name,
      },
      permissions: [
        may.readTable(table, ['BatchGetItem']),
        may.queryIndexes(table, ['gsi1', 'gsi2', 'gsi3']),
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.deleteMemberships(table),
        may.writeFiles(files, 'imports'),
        may.readFiles(files, 'exports'),
        ...encrypted,
      ],
    });
    gateway.serve(api.function, tokens);

    // Alarms: schedules that put a pointer into a queue.
    const remindTimeout = Duration.seconds(30);
    const alarms = new WorkQueue(this, 'Alarms', { consumerTimeout: remindTimeout, key });
    const lostSchedules = deadLetterQueue(this, 'LostSchedules', key);
    const group = new CfnScheduleGroup(this, 'Schedules', { name: this.stackName });
    const schedulerRole = scheduleRole(this, 'SchedulerRole', group, [
      may.send('RingAlarm', alarms.queue),
      may.send('ReportLostSchedule', lostSchedules),
      ...encrypted,
    ]);

    // Mail, which nothing else may send.
    // A mail takes SES about 0.1 s and the table 0.1 s more, so one copy of the function sends some 5 a second.
    const mailTimeout = Duration.seconds(60);
    const mails = new WorkQueue(this, 'Mails', { consumerTimeout: mailTimeout, key });
    const mailing = new Mail(this, 'Mailing', config);
    const mail = new AppFunction(this, 'Mail', defaults, {
      entry: 'mail.ts',
      description: 'Gathers what a person has planned for a morning and sends it as one mail',
      memory: 512,
      timeout: mailTimeout,
      environment: {
        MAIL_FROM: `${config.senderName} <${config.sender}>`,
        MAIL_CONFIGURATION_SET: mailing.configurationSet.configurationSetName,
        MAIL_ALLOW_LIST: config.mailAllowList.join(','),
        MAIL_REDELIVERY_SECONDS: String(mails.redelivery.toSeconds()),
        PUBLIC_URL: publicUrl,
      },
      permissions: [
        may.consume('ReadMailQueue', mails.queue),
        may.readTable(table, ['BatchGetItem']),
        // The agenda of a week is looked up when it is sent.
        may.queryIndexes(table, ['gsi3']),
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.sendMail(mailing.identityArns, mailing.configurationSetArn, config.sender),
        ...encrypted,
      ],
    });
    new EventSourceMapping(this, 'MailsToMail', {
      target: mail.function,
      eventSourceArn: mails.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // SES refuses what exceeds the account's rate; fewer senders than that is cheaper than retries. Lambda's minimum is 2.
      maxConcurrency: Math.max(2, Math.ceil(config.mailRate / 5)),
    });

    // Work: files that are taken in and made after the request that asks for it.
    // 20,000 rows are read in some 50 pages and 5,000 tasks written in 250 transactions: well under a minute.
    const workTimeout = Duration.minutes(5);
    const fileJobs = new WorkQueue(this, 'FileJobs', { consumerTimeout: workTimeout, key });
    const work = new AppFunction(this, 'Work', defaults, {
      entry: 'work.ts',
      description: 'Takes in the file of an import, or makes that of an export',
      // A whole processor. The rows of the largest file and the file itself, packed and not, are in memory together.
      memory: 1769,
      timeout: workTimeout,
      environment: {
        BOOTSTRAP_ADMIN: config.administrator,
        FILES_BUCKET: data.files.name,
        JOB_LEASE_SECONDS: String(workTimeout.toSeconds() + 30),
        JOB_REDELIVERY_SECONDS: String(fileJobs.redelivery.toSeconds()),
      },
      permissions: [
        may.consume('ReadJobQueue', fileJobs.queue),
        may.readTable(table, ['BatchGetItem']),
        may.queryIndexes(table, ['gsi1', 'gsi2', 'gsi3']),
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.readFiles(files, 'imports', 'exports'),
        may.writeFiles(files, 'exports'),
        ...encrypted,
      ],
    });
    new EventSourceMapping(this, 'FileJobsToWork', {
      target: work.function,
      eventSourceArn: fileJobs.queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      // Files can wait a little; requests and mornings must keep their share of the table and of the account.
      maxConcurrency: 5,
    });

    // Relay: what the table's changes entail.
    const lostChanges = deadLetterQueue(this, 'LostChanges', key);
    const relay = new AppFunction(this, 'Relay', defaults, {
      entry: 'relay.ts',
      description: 'Turns changes of the table into schedules, and messages for mail and work',
      memory: 512,
      // 100 records in turn, each at most one CreateSchedule and one DeleteSchedule of 50 ms: 10 s. The rest is for throttling.
      timeout: Duration.seconds(60),
      environment: {
        ALARM_QUEUE_URL: alarms.queue.queueUrl,
        ALARM_QUEUE_ARN: alarms.queue.queueArn,
        MAIL_QUEUE_URL: mails.queue.queueUrl,
        JOB_QUEUE_URL: fileJobs.queue.queueUrl,
        SCHEDULE_GROUP: group.ref,
        SCHEDULER_ROLE_ARN: schedulerRole.roleArn,
        SCHEDULE_DLQ_ARN: lostSchedules.queueArn,
        MAIL_GATHER_SECONDS: String(config.mailGatherSeconds),
      },
      permissions: [
        may.readStream(data.table.streamArn),
        may.readTable(table, ['BatchGetItem']),
        // The tasks under a task.
        may.queryIndexes(table, ['gsi2']),
        // To take the mark off the items of a finished batch, and to commit what follows from the closing of a task.
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.mirrorSchedules(
          this.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: group.ref }),
        ),
        may.passSchedulerRole(schedulerRole.roleArn),
        may.send('RingAlarm', alarms.queue),
        may.send('OrderMail', mails.queue),
        may.send('OrderWork', fileJobs.queue),
        may.send('ReportLostChange', lostChanges),
        ...encrypted,
      ],
    });
    new EventSourceMapping(this, 'TableToRelay', {
      target: relay.function,
      eventSourceArn: data.table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // Changes of one item stay in order; up to four batches of a shard run side by side at month's end.
      parallelizationFactor: 4,
      // Halving 100 records down to the bad one takes 7 attempts; then it is set aside, and the daily sweep mends what it meant.
      retryAttempts: 10,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(lostChanges),
    });

    // Escalate, and the machine that waits between its steps.
    const escalate = new AppFunction(this, 'Escalate', defaults, {
      entry: 'escalate.ts',
      description: 'Plans the next rung of the urging ladder, or says that the matter is settled',
      memory: 512,
      timeout: Duration.seconds(30),
      environment: {},
      permissions: [may.readTable(table, ['BatchGetItem']), may.writeTable(table, ['PutItem']), ...encrypted],
    });
    const ladderLog = new LogGroup(this, 'LadderLog', {
      retention: config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(key ? { encryptionKey: key } : {}),
    });
    const ladderRole = new Role(this, 'LadderRole', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      inlinePolicies: policies([
        may.invokeFunction(escalate.function.functionArn),
        may.deliverLogs(),
        may.sendTraces(),
      ]),
    });
    const ladder = new StateMachine(this, 'Ladder', {
      definitionBody: DefinitionBody.fromString(
        readFileSync(join(import.meta.dirname, 'escalation.asl.json'), 'utf8'),
      ),
      definitionSubstitutions: { EscalateArn: escalate.function.functionArn },
      role: ladderRole.withoutPolicyUpdates(),
      // The data are pointers and times, so the log may hold them.
      logs: { destination: ladderLog, level: LogLevel.ALL, includeExecutionData: true },
      tracingEnabled: true,
    });

    // Remind: what an alarm entails.
    const remind = new AppFunction(this, 'Remind', defaults, {
      entry: 'remind.ts',
      description:
        'Handles one alarm: re-reads the obligation, plans the reminder, starts the ladder at the deadline',
      memory: 512,
      timeout: remindTimeout,
      environment: { ESCALATION_ARN: ladder.stateMachineArn },
      permissions: [
        may.consume('ReadAlarmQueue', alarms.queue),
        may.readTable(table, ['BatchGetItem']),
        may.writeTable(table, ['PutItem']),
        may.startEscalation(ladder.stateMachineArn),
        ...encrypted,
      ],
    });
    new EventSourceMapping(this, 'AlarmsToRemind', {
      target: remind.function,
      eventSourceArn: alarms.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // 10,000 alarms in a minute at month's end, 0.05 s each: 50 copies clear them in 10 s and leave the API its share of the account.
      maxConcurrency: 50,
    });

    // Feedback: what SES reports about each mail.
    const lostReceipts = deadLetterQueue(this, 'LostReceipts', key);
    const feedback = new AppFunction(this, 'Feedback', defaults, {
      entry: 'feedback.ts',
      description: 'Records deliveries, bounces and complaints in the ledger; a bounce is itself escalated',
      memory: 512,
      timeout: Duration.seconds(30),
      environment: { BOOTSTRAP_ADMIN: config.administrator },
      permissions: [
        may.readTable(table, ['BatchGetItem']),
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.send('ReportLostReceipt', lostReceipts),
        ...encrypted,
      ],
      deadLetters: lostReceipts,
    });
    mailing.receipts.addTarget(
      new FunctionTarget(feedback.function, { deadLetterQueue: lostReceipts, retryAttempts: 8 }),
    );

    // Close: the daily sweep.
    const lostSweeps = deadLetterQueue(this, 'LostSweeps', key);
    const close = new AppFunction(this, 'Close', defaults, {
      entry: 'close.ts',
      description: 'Finds overdue alarms and mails left lying and sets them going again, every morning',
      memory: 1024,
      // 100,000 open obligations are 200 pages of 0.05 s in 8 shards; ten minutes are for the worst morning after an outage.
      timeout: Duration.minutes(10),
      environment: {
        ALARM_QUEUE_URL: alarms.queue.queueUrl,
        MAIL_QUEUE_URL: mails.queue.queueUrl,
        JOB_QUEUE_URL: fileJobs.queue.queueUrl,
        ESCALATION_ARN: ladder.stateMachineArn,
      },
      permissions: [
        may.readTable(table, ['BatchGetItem']),
        may.queryIndexes(table, ['gsi1', 'gsi2', 'gsi3']),
        may.writeTable(table, ['PutItem', 'UpdateItem']),
        may.send('RingAlarm', alarms.queue),
        may.send('OrderMail', mails.queue),
        may.send('OrderWork', fileJobs.queue),
        may.startEscalation(ladder.stateMachineArn),
        may.send('ReportLostSweep', lostSweeps),
        ...encrypted,
      ],
      deadLetters: lostSweeps,
    });

    // Anchor: what makes a later change of the record evident.
    const anchors = 'anchors/';
    const lostAnchors = deadLetterQueue(this, 'LostAnchors', key);
    const anchor = new AppFunction(this, 'Anchor', defaults, {
      entry: 'anchor.ts',
      description:
        'Writes one digest over all chains of events that grew, every day, where nobody can change it',
      memory: 512,
      // 10,000 commits a day are read for 15 days again: 150 pages of 0.05 s, eight at a time. The rest is for days missed.
      timeout: Duration.minutes(5),
      environment: { RECORDS_BUCKET: data.records.name },
      permissions: [
        // Whether a batch is published.
        may.getItems(table),
        may.queryIndexes(table, ['gsi1']),
        may.listObjects(data.records, anchors),
        may.keepObjects(data.records, anchors),
        may.send('ReportLostAnchor', lostAnchors),
        ...encrypted,
      ],
      deadLetters: lostAnchors,
    });

    // What runs every day.
    // Its own group: relay may delete schedules of the other one.
    const jobs = new CfnScheduleGroup(this, 'Jobs', { name: `${this.stackName}-jobs` });
    const jobsRole = scheduleRole(this, 'JobsRole', jobs, [
      may.invokeFunction(close.function.functionArn, anchor.function.functionArn),
      may.send('ReportLostSweep', lostSweeps),
      may.send('ReportLostAnchor', lostAnchors),
      ...encrypted,
    ]);
    const daily = { group: jobs, role: jobsRole, timeZone: config.timeZone };
    everyDay(this, 'EveryMorning', daily, {
      description: 'The daily sweep, half an hour after the morning mails',
      at: { hour: 8, minute: 30 },
      target: close.function,
      lost: lostSweeps,
    });
    everyDay(this, 'EveryDay', daily, {
      description: 'The anchor of the day before',
      at: { hour: 9, minute: 0 },
      target: anchor.function,
      lost: lostAnchors,
    });

    // Alarms and graphs.
    const parts = {
      functions: { api, relay, remind, escalate, mail, feedback, close, work, anchor },
      alarms,
      mails,
      fileJobs,
      lost: {
        schedules: lostSchedules,
        changes: lostChanges,
        receipts: lostReceipts,
        sweeps: lostSweeps,
        anchors: lostAnchors,
      },
      ladder,
      table: data.table.name,
      gatewayStage: gateway.stage,
      configurationSet: mailing.configurationSet.configurationSetName,
    };
    if (config.watched) new Operations(this, 'Operations', this.stackName, config, key, parts);

    new CfnOutput(this, 'ApiUrl', { value: gateway.url, description: 'Base address of the API' });
    // What `npm run admin -- --stack NAME` reads.
    const forOperators = {
      TimeZone: config.timeZone,
      CalendarMode: config.calendarMode,
      ScheduleGroup: group.ref,
      SchedulerRoleArn: schedulerRole.roleArn,
      AlarmQueueUrl: alarms.queue.queueUrl,
      AlarmQueueArn: alarms.queue.queueArn,
      LostSchedulesArn: lostSchedules.queueArn,
    };
    for (const [name, value] of Object.entries(forOperators)) new CfnOutput(this, name, { value });
  }
}

function ownDomain({ certificateArn, publicUrl }: Config) {
  return certificateArn && publicUrl ? { name: new URL(publicUrl).hostname, certificateArn } : undefined;
}
