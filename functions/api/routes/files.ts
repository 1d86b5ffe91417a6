import { loadContext } from '../../../shared/actions/context.ts';
import { draftDispatches } from '../../../shared/actions/dispatch.ts';
import { localDateOf } from '../../../shared/domain/calendar.ts';
import { writeDispatches } from '../../../shared/files/dispatch.ts';
import { docxType } from '../../../shared/files/docx.ts';
import { route } from '../route.ts';
import { dispatchQuery } from '../schemas/files.ts';

export const getDispatches = route({
  method: 'GET',
  path: '/v1/dispatches',
  name: 'draftDispatches',
  tag: 'Office files',
  summary: 'Draft urging dispatches',
  description:
    'A letter (công văn đôn đốc) to the unit, and one to each unit below it, that leads overdue work: its tasks, working days late, the days of earlier urgings; as a Word document in the form of the body that sends it, to be numbered and signed. It holds what you may urge, in the name of your body.',
  query: dispatchQuery,
  answers: { 200: { description: 'The letters', files: [docxType] } },
  refusals: ['unit_unknown', 'forbidden', 'nothing_overdue', 'too_much_for_one_file'],
  handle: async (call) => {
    const { form, ...query } = call.query;
    const { directory, calendar } = await loadContext(call.world, call.at);
    const letters = await draftDispatches(call.world, call.principal, query, call.at);
    const code = directory.units.get(query.unitId)?.code ?? '';
    const name = `cong-van-don-doc-${code}-${localDateOf(calendar, call.at)}.docx`;
    return { status: 200, file: { type: docxType, name, bytes: writeDispatches(letters, form) } };
  },
});
