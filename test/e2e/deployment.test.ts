import { beforeAll, expect, test } from 'vitest';
import { tagOf } from '../../shared/clients/post.ts';
import { envelopeId } from '../../shared/store/keys.ts';
import { deploy, expectNoDifference } from '../../tools/emulator/deploy.ts';
import { at, type Call, listAt, textAt } from './client.ts';
import { invoke, isAwaited } from './deployed-parts.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { liveInMinutes } from './policies.ts';
import { find, scenario } from './scenario.ts';
import type { Target } from './target.ts';

const place = { on: ['deployed'], stage: 'e2e-update', at: '2026-11-23T02:00:00.000Z' } as const;

/** Settings that touch the table itself, the functions and the API. */
const changes = {
  DONDOC_PROTECT_DATA: 'true',
  DONDOC_MAIL_GATHER_SECONDS: '2',
  DONDOC_REQUEST_RATE: '60',
};

scenario('a deployment is run and updated while people work with it', place, (running) => {
  let target: Target;
  let office: Office;
  let lead: Call;

  beforeAll(async () => {
    target = running();
    await liveInMinutes(target);
    office = await openOffice(target);
    lead = await office.person('stc.officer');
  });

  const mailsTo = async (userId: string) =>
    (await target.mails()).filter(({ to }) => to === `${userId}@example.com`);
  const arrived = (userId: string, count: number) =>
    expect
      .poll(async () => (await mailsTo(userId)).length, { timeout: 300_000, interval: 1000 })
      .toBeGreaterThanOrEqual(count);

  test('an event in the form of SES’s is what the rule awaits; its function notes it in the ledger', async () => {
    const { taskId } = await assignTask(office, {
      leadUnitIds: [office.units.SXD],
      coordinatingUnitIds: [office.units.SKHCN],
      deadline: { minutes: 600 },
    });
    await arrived('sxd.officer', 1);
    const deployment = find(place);
    const time = new Date().toISOString();
    const tags = (stage: string) => ({
      'ses:configuration-set': [`don-doc-${stage}-mail`],
      envelope: [tagOf(envelopeId('sxd.officer', office.today, 0))],
    });
    const event = (stage: string) => ({
      source: 'aws.ses',
      'detail-type': 'Email Delivered',
      time,
      detail: {
        eventType: 'Delivery',
        mail: { messageId: 'as-ses-named-it', tags: tags(stage) },
        delivery: { timestamp: time },
      },
    });
    expect(await isAwaited(deployment, event(place.stage))).toBe(true);
    expect(await isAwaited(deployment, event('another'))).toBe(false);
    await invoke(deployment, 'FeedbackFunction', event(place.stage));
    const officer = await office.person('vptu.officer');
    const states = async () => {
      const { body } = await officer('GET', `/tasks/${taskId}/messages`);
      return listAt(body, 'items').map((row) => textAt(row, 'state'));
    };
    await expect.poll(states, { timeout: 60_000, interval: 1000 }).toContain('delivered');
  });

  test('the daily sweep, called as its schedule calls it, finds nothing to mend', async () => {
    const swept = await invoke(find(place), 'CloseFunction', { at: new Date().toISOString() });
    expect(swept).toMatchObject({ rung: 0, restarted: 0, restored: 0, mails: 0, batches: 0 });
  });

  test('an update leaves what was entered, and what was to happen happens', async () => {
    const { endpoint, stage, publicUrl } = find(place);
    const port = Number(new URL(publicUrl).port);
    // The first reminder comes two minutes before that, when the update is long done.
    const { taskId, directiveId } = await assignTask(office, { deadline: { minutes: 6 } });
    await arrived('stc.officer', 1);
    expect((await lead('POST', `/tasks/${taskId}/acceptance`, {})).status).toBe(200);
    const everything = async () => {
      const paths = [`/tasks/${taskId}`, `/directives/${directiveId}`, '/units?limit=200'];
      return Promise.all(paths.map(async (path) => (await lead('GET', path)).body));
    };
    const before = await everything();

    await deploy(endpoint, stage, port, changes);
    expect(await everything()).toEqual(before);
    await expectNoDifference(endpoint, stage, port, changes);
    expect((await mailsTo('stc.officer')).length).toBe(1);

    // The schedule was set before the update, and rings into functions that came with it.
    await arrived('stc.officer', 2);
    const submitted = await lead('POST', `/tasks/${taskId}/submission`, {});
    expect(at(submitted.body, 'status')).toBe('submitted');
  });
});
