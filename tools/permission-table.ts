import { writeFileSync } from 'node:fs';
import {
  notOwnWork,
  onCollective,
  type Party,
  permissions,
  type TaskAction,
} from '../shared/domain/permissions.ts';

const parties: readonly [Party, string][] = [
  ['lead', 'a member of the lead unit (đơn vị chủ trì)'],
  ['coordinating', 'a member of a coordinating unit (đơn vị phối hợp), or of a unit above one'],
  ['superior', 'a member of a unit above the lead unit, or of an office or leading body of its branch only'],
  ['assigner', 'a member of the body that assigned the task'],
  ['monitor', 'a member of the monitor (ban theo dõi) that the task names, or of one that watches its field'],
  ['office', 'a member of an office (Văn phòng) that watches both the lead unit and the assigner'],
  ['authority', 'a member of a leading body that watches both the lead unit and the assigner'],
  [
    'holder',
    'a member of the body that owes the decision or answer in question; it is one of those that may read the task',
  ],
  ['inspector', 'a member of the inspector (Ủy ban Kiểm tra): reads everything it watches'],
  ['administrator', 'a member with the role `admin`, or the administrator named by configuration'],
];

/** A Markdown table with its columns aligned, as the formatter wants it. */
function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[], fill: string) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [
    line(head, ' '),
    line(
      head.map(() => ''),
      '-',
    ),
    ...body.map((cells) => line(cells, ' ')),
  ];
}

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

function actionRow(action: TaskAction): string[] {
  const { from, parties: allowed } = permissions[action];
  const cells = parties.map(([party]) => allowed[party]?.join(', ') ?? '–');
  return [`**${action}**`, from.join(', '), ...cells];
}

/** The page of the documentation that says who may do what to a task in which state, from the table that decides it. */
export function permissionTable(): string {
  const actions = Object.keys(permissions).filter((name): name is TaskAction => name in permissions);
  return [
    '# What people may do with a task',
    '',
    'Generated from `shared/domain/permissions.ts` by `npm run docs:permissions`; a test fails when the two differ.',
    'What is not in a cell is refused. A person with several posts may do what any one of them may.',
    '',
    ...table([['action', 'in states', ...parties.map(([party]) => party)], ...actions.map(actionRow)]),
    '',
    '## Who is who',
    '',
    ...parties.map(([party, meaning]) => `- **${party}**: ${meaning}`),
    '',
    'Every one of these may read the task, in any role. To everybody else it does not exist.',
    '',
    '## In which order a request is refused',
    '',
    '1. `task_not_found`: the person is none of the above.',
    `2. \`own_work\`: ${code(notOwnWork)} by anybody who belongs to the lead unit, whatever else they are.`,
    '3. `forbidden`: none of the person’s posts permits the action in any state.',
    `4. \`collective_task\`: anything but ${code(onCollective)} on a task that stands for several leads.`,
    '5. `wrong_state`: the action is the person’s to take, but not now.',
    '',
  ].join('\n');
}

if (import.meta.main) {
  const file = new URL('../docs/permissions-of-people.md', import.meta.url);
  writeFileSync(file, permissionTable());
  console.log('docs/permissions-of-people.md is up to date');
}
