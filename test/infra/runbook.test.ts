import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { build, template } from './templates.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const [, alarmsPart = ''] = /^## Alarms$(.*?)^## /ms.exec(runbook) ?? [];
const sections = new Map(
  alarmsPart
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...body] = section.split('\n');
      return [anchor(heading), body.join('\n')];
    }),
);

const alarms = Object.values(
  template(build({}), 'don-doc-local').findResources('AWS::CloudWatch::Alarm'),
).map(({ Properties }) => ({
  name: String(Properties.AlarmName),
  description: String(Properties.AlarmDescription),
  actions: [Properties.AlarmActions, Properties.OKActions],
}));

/** As code hosts derive a link target from a heading. */
function anchor(heading: string): string {
  return heading.trim().toLowerCase().replaceAll(' ', '-');
}

describe('alarms', () => {
  it.each(alarms)(
    '$name says its impact, links to its section and tells somebody',
    ({ description, actions }) => {
      const [, impact, link] = /^(.+\.) What to do: docs\/runbook\.md#([a-z0-9-]+)$/.exec(description) ?? [];
      expect(impact).toMatch(/^[A-Z].{20,}\.$/);
      expect([...sections.keys()]).toContain(link);
      for (const list of actions) expect(list).toHaveLength(1);
    },
  );

  it('have names of their own', () => {
    expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
  });

  it('exist for every dead-letter queue and every function', () => {
    const names = alarms.map(({ name }) => name.replace('don-doc-local ', ''));
    expect(names).toEqual(
      expect.arrayContaining([
        'AlarmDeadLetters',
        'MailDeadLetters',
        'JobDeadLetters',
        'LostSchedules',
        'LostChanges',
        'LostReceipts',
        'LostSweeps',
        'LostAnchors',
        ...['api', 'relay', 'remind', 'escalate', 'mail', 'feedback', 'close', 'work', 'anchor'].map(
          (name) => `FunctionErrors ${name}`,
        ),
      ]),
    );
  });
});

describe('the runbook', () => {
  it.each([...sections])(
    'section %s has an alarm, and says what it means, where to look, what to do',
    (link, body) => {
      expect(alarms.filter(({ description }) => description.endsWith(`#${link}`))).not.toEqual([]);
      for (const part of ['**Means.**', '**Look.**', '**Do.**']) expect(body).toContain(part);
    },
  );

  it('links only to sections that exist', () => {
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
    const links = [...runbook.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, link]) => link);
    expect(links.filter((link) => !headings.includes(String(link)))).toEqual([]);
  });
});
