import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deploy, expectNoDifference } from '../../tools/emulator/deploy.ts';
import { assignTask, openOffice } from './office.ts';
import { liveInMinutes } from './policies.ts';
import { find, scenario } from './scenario.ts';

const place = { on: ['deployed'], stage: 'e2e-update', at: '2026-11-23T02:00:00.000Z' } as const;

/** Settings that touch the table itself, the functions and the API. */
const changes = {
  DONDOC_PROTECT_DATA: 'true',
  DONDOC_MAIL_GATHER_SECONDS: '2',
  DONDOC_REQUEST_RATE: '60',
};

scenario('a stack is updated under live data', place, (running) => {
  test('what was entered before reads the same after, and what was to happen happens', async () => {
    const target = running();
    const { endpoint, stage, publicUrl } = find(place);
    const port = Number(new URL(publicUrl).port);
    await liveInMinutes(target);
    const office = await openOffice(target);
    const { taskId, directiveId } = await assignTask(office, { deadline: { minutes: 4 } });
    const lead = await office.person('stc.officer');
    expect((await lead('POST', `/tasks/${taskId}/acceptance`, {})).status).toBe(200);
    await sleep(5000);
    const everything = async () => {
      const paths = [`/tasks/${taskId}`, `/directives/${directiveId}`, '/units?limit=200', '/obligations'];
      const answers = await Promise.all(paths.map(async (path) => (await lead('GET', path)).body));
      return JSON.stringify(answers);
    };
    const before = await everything();

    await deploy(endpoint, stage, port, changes);
    expect(await everything()).toBe(before);
    await expectNoDifference(endpoint, stage, port, changes);

    const mailsToOfficer = async () =>
      (await target.mails()).filter(({ to }) => to === 'stc.officer@example.com').length;
    // One mail announced the task before the update; the schedule set before it brings the next.
    while ((await mailsToOfficer()) < 2) await sleep(1000);
    expect((await lead('POST', `/tasks/${taskId}/submission`, {})).status).toBe(200);
  }, 300_000);
});
