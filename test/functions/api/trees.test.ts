import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Api, csv, type Kind, tidy, transfersOf, work, workHead } from './transfers.ts';
import { startApi } from './world.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => tidy(api));

describe('tasks under each other and without a document', () => {
  const at = '2026-11-23T01:02:00.000Z';
  const units = csv(
    ['Mã đơn vị', 'Tên đơn vị', 'Loại', 'Mã đơn vị cấp trên'],
    ['P-STC', 'Phòng', 'Đơn vị', 'STC'],
  );
  const head = [...workHead, 'Thuộc nhiệm vụ'];
  const rows = [
    [...work('26-CT/TU', '26/2.1.1', 'Phần của phòng.', 'P-STC', '', '', '20/12/2026'), '26/2.1'],
    [...work('26-CT/TU', '26/1', 'Cả sở.', 'STC', '', '', '25/12/2026'), ''],
    [...work('26-CT/TU', '26/1.1', 'Phòng làm.', 'P-STC', 'SXD', 'Cao', ''), '26/1'],
    [...work('26-CT/TU', '26/2', 'Hai sở.', 'STC; SXD', '', '', '31/12/2026'), ''],
    [...work('26-CT/TU', '26/2.1', 'Riêng Sở Tài chính.', 'STC', '', '', '24/12/2026'), '26/2'],
  ];
  const aloneHead = ['Mã nhiệm vụ', 'Thuộc nhiệm vụ', 'Cơ quan giao (không văn bản)', 'Nội dung nhiệm vụ'];
  const alone = [
    [...aloneHead, 'Đơn vị chủ trì', 'Thời hạn'],
    ['NV-A', '', 'TT', 'Việc giao miệng.', 'STC', '10 ngày làm việc'],
    ['NV-A.1', 'NV-A', '', 'Phần của phòng.', 'P-STC', ''],
  ];
  const told = (each: Record<string, never>) => ({
    ...{ code: each.code, content: each.content, priority: each.priority, collective: each.collective },
    ...{ lead: Object(each.lead).code, due: Object(each.deadline).current },
  });
  async function trees(system: Api) {
    const list = async (query: string) => {
      const { items } = (await system.admin('GET', `/v1/tasks?limit=200&${query}`, undefined, { at })).json;
      return items.filter(({ code }: { code: string }) => /^(26\/|NV-A)/.test(code));
    };
    const all = await list('');
    const codeOf = new Map(all.map(({ id, code }: { id: string; code: string }) => [id, code]));
    return all
      .map((each: Record<string, never>) => ({
        ...told(each),
        parent: codeOf.get(each.parentId ?? '') ?? null,
      }))
      .sort((a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1));
  }

  beforeAll(async () => {
    await transfersOf(api).take(api.admin, 'units', units, { call: { at } });
  });

  it('are refused where the task above is unknown, has several leads, or is not above the lead', async () => {
    const wrong = csv(
      head,
      [...work('27-CT/TU', '27/1', 'Việc.', 'STC', '', '', ''), ''],
      [...work('27-CT/TU', '27/1.1', 'Việc.', 'SXD', '', '', ''), '27/1'],
      [...work('27-CT/TU', '27/9', 'Việc.', 'P-STC', '', '', ''), '27/8'],
    );
    const faults = async (kind: Kind, content: string) =>
      (await transfersOf(api).take(api.admin, kind, content, { call: { at } })).faults.map(
        ({ row, code }: Record<string, string>) => `${row} ${code}`,
      );
    expect(await faults('directives', wrong)).toEqual(['3 lead_not_below']);
    const unknown = csv(head, [...work('27-CT/TU', '27/9', 'Việc.', 'STC', '', '', ''), '27/8']);
    expect(await faults('directives', unknown)).toEqual(['2 parent_task_unknown']);
    const several = csv(
      head,
      [...work('27-CT/TU', '27/1', 'Việc.', 'STC', '', '', ''), ''],
      [...work('27-CT/TU', '27/1.1', 'Việc.', 'P-STC; SXD', '', '', ''), '27/1'],
    );
    expect(await faults('directives', several)).toEqual(['3 one_lead']);
    const nobody = csv(alone[0] ?? [], ['NV-B', '', '', 'Việc.', 'STC', '']);
    expect(await faults('tasks', nobody)).toEqual(['2 document_or_assigner']);
  });

  it('are taken in, handed out and taken in elsewhere as they were, and twice changes nothing', {
    timeout: 120_000,
  }, async () => {
    const there = { call: { at } };
    const files: [Kind, string][] = [
      ['directives', csv(head, ...rows)],
      ['tasks', csv(...alone)],
    ];
    for (const [kind, content] of files) {
      const job = await transfersOf(api).take(api.admin, kind, content, there);
      expect([kind, job.faults, job.counts.kept]).toEqual([kind, [], 0]);
      const again = await transfersOf(api).take(api.admin, kind, content, there);
      expect([kind, again.faults, again.counts.taken]).toEqual([kind, [], 0]);
    }
    const before = await trees(api);
    const inShort = before.map(({ code, parent, lead, due }: Record<string, string>) =>
      [code, parent, lead, due].join(' '),
    );
    expect(inShort).toEqual([
      '26/1  STC 2026-12-25',
      '26/1.1 26/1 P-STC 2026-12-25',
      '26/2   2026-12-31',
      '26/2.1 26/2 STC 2026-12-24',
      '26/2.1.1 26/2.1 P-STC 2026-12-21',
      '26/2.2 26/2 SXD 2026-12-31',
      'NV-A  STC 2026-12-08',
      'NV-A.1 NV-A P-STC 2026-12-08',
    ]);
    const out = new Map<Kind, string>();
    for (const kind of ['units', 'directives', 'tasks'] as const)
      out.set(kind, (await transfersOf(api).hand(api.admin, kind, 'xlsx', at)).bytes.toString('base64'));
    vi.resetModules();
    const { startApi: startAnother } = await import('./world.ts');
    const empty = await startAnother();
    try {
      for (const turn of ['first', 'again'])
        for (const [kind, content] of out) {
          const job = await transfersOf(empty).take(empty.admin, kind, content, {
            ...there,
            more: { backfill: true },
          });
          expect([kind, job.faults]).toEqual([kind, []]);
          if (turn === 'again') expect([kind, job.counts.taken]).toEqual([kind, 0]);
        }
      expect(await trees(empty)).toEqual(before);
    } finally {
      await tidy(empty);
    }
  });
});
