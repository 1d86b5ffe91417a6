import type { ObligationKind } from '../../domain/policy-model.ts';
import type { Rich } from '../blocks.ts';
import { isOwn, isSuperiorDuty } from '../facts.ts';
import type { Matter } from '../letter.ts';
import type { Case, Texts } from '../texts.ts';
import { agendaBodyEn, audienceEn, dayEn, earlierEn, listEn } from './format.ts';
import { outcomeAskEn } from './outcome.ts';

/** The duty as a short phrase, for titles. */
export const dutyEn: Record<ObligationKind, string> = {
  accept: 'accept the task',
  perform: 'carry out the task',
  confirm: 'confirm the result',
  decide: 'decide the request',
  answer: 'answer the proposal',
  contribute: 'send the contribution',
  report: 'report on progress',
  rectify: 'correct the shortcoming',
};

/** What is to be done, after "is asked to …". */
export function actEn(matter: Matter): string {
  switch (matter.obligationKind) {
    case 'accept':
      return 'accept the task, or to state its objection if the task is outside its competence';
    case 'perform':
      return 'complete the task and report the result';
    case 'confirm':
      return 'examine the result and confirm it, or to return it with the reason and a new date';
    case 'decide':
      if (matter.extension)
        return 'decide the extension with a definite date, or to refuse it with the reason';
      if (matter.dispute) return 'assign the task elsewhere or to uphold the assignment';
      return 'examine and decide the request';
    case 'answer':
      return 'answer the proposal (an interim answer is possible)';
    case 'contribute':
      return 'send its contribution to the lead unit';
    case 'rectify':
      return 'correct the shortcoming and report what was done about it';
    case 'report':
      return `report on the progress of the task${matter.period ? ` for ${matter.period}` : ''}`;
  }
}

/** What the record lacks, as the object of a sentence. */
function missingEn({ obligationKind, holder, period }: Matter): string {
  const thing = {
    accept: 'acceptance',
    perform: 'completion report',
    confirm: 'confirmation',
    decide: 'decision',
    answer: 'answer',
    contribute: 'contribution',
    rectify: 'correction',
    report: `progress report${period ? ` for ${period}` : ''}`,
  }[obligationKind];
  return `${thing} from ${holder.name}`;
}

/** Whose clock runs while the superior side is awaited. */
function waiting({ obligationKind, holder, task, proposal, extension }: Matter): string {
  if (obligationKind === 'confirm' || (obligationKind === 'answer' && proposal?.blocking))
    return ` The days of waiting are charged to ${holder.name}, not to ${task.leadUnit.name}.`;
  if (obligationKind === 'decide' && extension)
    return ` Until there is a decision, the deadline of ${task.leadUnit.name} keeps running.`;
  return '';
}

function agenda({ letter, matter }: Case): string {
  const body = letter.agendaBodyName ?? agendaBodyEn;
  return matter.agendaOn ? ` The task has been placed on the list for the next meeting of ${body}.` : '';
}

function notice(matter: Matter): Rich {
  const who = matter.holder.name;
  const inTime = matter.due ? ' by that date' : '';
  if (matter.obligationKind === 'accept')
    return [
      `${who} is asked to accept the task${inTime}, or to say so if it is outside its competence or unclear.`,
    ];
  if (matter.obligationKind !== 'perform')
    return [
      `${who} is ${isSuperiorDuty(matter.obligationKind) ? 'respectfully ' : ''}asked to ${actEn(matter)}${inTime}.${waiting(matter)}`,
    ];
  if (matter.outcome) return outcomeAskEn(matter, matter.outcome);
  if (matter.returned)
    return [
      `The completion report was not accepted. ${who} is asked to redo the work as explained below and to report${matter.due ? ' by the new date' : ''}.`,
    ];
  return [
    `${who} is asked to organise the work, to keep its progress up to date in the system and to report the result${inTime}.`,
  ];
}

function reminder(matter: Matter): Rich {
  const who = matter.holder.name;
  const left = matter.workingDaysLeft ?? 99;
  if (matter.obligationKind !== 'perform') {
    const inTime = matter.due ? ', by that date,' : '';
    const when = left === 0 ? ', today,' : left === 1 ? ', by the next working day,' : inTime;
    const please = isSuperiorDuty(matter.obligationKind) ? 'is respectfully asked' : 'is asked';
    return [`${who} ${please}${when} to ${actEn(matter)}.${waiting(matter)}`];
  }
  if (left === 0)
    return [
      { b: 'Today is the last day.' },
      ` Whether or not the work is done, ${who} is asked to report today; if it is not, with the reason, what remains and the time still needed.`,
    ];
  if (left === 1)
    return [
      `One working day is left. ${who} is asked to finish and to report the result; if that is impossible, to report the reason before the deadline passes.`,
    ];
  if (left <= 3)
    return [
      `${who} is asked to concentrate on finishing in time. If that is in doubt, please request an extension now, with the reason and a new date.`,
    ];
  return [`${who} is asked to check its progress so that the work is finished and reported in time.`];
}

/** To whoever owes it from now on, since the unit that did is no more, or does other work. */
function inherited(matter: Matter, { fromName }: NonNullable<Matter['inherited']>): Rich {
  const who = matter.holder.name;
  return [
    'This was owed by ',
    { b: fromName },
    ` and has passed to ${who} in a reorganisation. Its content and deadline, and the reminders and urgings so far, stand. ${who} is asked to ${actEn(matter)}.`,
  ];
}

/** To whoever must act. The number of the urging decides how firm; from the fourth on, three texts take turns. */
function urging(c: Case): Rich {
  const { letter, matter } = c;
  const who = matter.holder.name;
  const body = letter.agendaBodyName ?? agendaBodyEn;
  const n = matter.urging ?? 1;
  const before = matter.earlierUrgings.length;
  const earlier = before ? ` (${earlierEn(matter.earlierUrgings)})` : '';
  const missing = missingEn(matter);
  if (isSuperiorDuty(matter.obligationKind)) {
    if (n <= 1)
      return [
        `There is no ${missing} yet. ${who} is respectfully asked to ${actEn(matter)}.${waiting(matter)}`,
      ];
    if (n === 2)
      return [
        `After the first urging${earlier} there is still no ${missing}. The head of ${who} is respectfully asked to see to it, and to ${actEn(matter)}.${waiting(matter)}`,
      ];
    return [
      `This is urging no. ${n}${earlier}, and there is still no ${missing}. ${who} is respectfully asked to ${actEn(matter)} without further delay, and to give the reason for the delay, which ${letter.senderName} will report to ${body}.${agenda(c)}${waiting(matter)}`,
    ];
  }
  if (n <= 1) {
    const unfinished =
      matter.obligationKind === 'perform'
        ? '; if the work is not finished, to state the reason and the time still needed'
        : '';
    return [`The record shows no ${missing}. ${who} is asked to ${actEn(matter)}${unfinished}.`];
  }
  if (n === 2)
    return [
      `After one urging${earlier} there is still no ${missing}. The `,
      { b: `head of ${who} is asked to take charge in person` },
      ` and to ${actEn(matter)}, with the cause of the delay and a definite date of completion.`,
    ];
  if (n === 3)
    return [
      `After ${before || 2} urgings${earlier} there is still no ${missing}. ${letter.senderName} requires the `,
      { b: `head of ${who}, who is personally answerable,` },
      ` to ${actEn(matter)} without further delay, and to explain in writing the causes and the responsibility of the bodies and persons concerned.${agenda(c)}`,
    ];
  const past = before ? ` (before it: ${earlierEn(matter.earlierUrgings)})` : '';
  const weekly = [
    `This is urging no. ${n}${past}.${agenda(c)} The head of ${who} is required to report to ${body} in person on the result, the causes of the delay and the date of completion.`,
    `${before || n - 1} urgings${earlier} have brought no ${missing}. The delay is part of the report to ${body}. The head of ${who} is required to report at once how it will be made good.${agenda(c)}`,
    `The task remains overdue; this is urging no. ${n}${past}. ${who} is required to ${actEn(matter)} within this week; its head reports to ${body} on responsibility and remedy.${agenda(c)}`,
  ];
  return [weekly[n % 3] ?? ''];
}

/** To those who watch: what has been done so far, and what is expected of them. */
function watcher(c: Case): Rich {
  const { letter, matter } = c;
  const unit = letter.person.unitName;
  const who = matter.holder.name;
  const earlier = matter.earlierUrgings.length ? `, after ${earlierEn(matter.earlierUrgings)}` : '';
  const state = `${who} has been sent urging no. ${matter.urging ?? 1}${earlier}; there is no ${missingEn(matter)} yet.${agenda(c)} `;
  switch (matter.reason) {
    case 'monitor':
      return [
        `${state}${unit}, which monitors this task, is asked to urge ${who} and to correct shortcomings within its authority.`,
      ];
    case 'office':
      return [
        `${state}${unit} is asked to advise on further measures${matter.draftDispatch ? '; a draft urging dispatch is ready in the system for signature' : ''}.`,
      ];
    case 'authority':
      return [`${state}Submitted to ${unit} for consideration and direction.`];
    case 'superior':
      return [`${state}You are asked to direct ${who} to ${actEn(matter)}.`];
    default:
      return [`${state}This is for your information.`];
  }
}

export const askEn: Texts['ask'] = (c) => {
  const { letter, matter } = c;
  if (matter.alarm === 'undelivered') {
    const said = matter.undelivered?.diagnosis
      ? ` The mail system says: “${matter.undelivered.diagnosis}”.`
      : '';
    return [
      `${matter.urging ? 'This urging does not count as sent to that person.' : 'That person has not been told of the matter.'}${said} ${letter.person.unitName} is asked to inform the addressee directly and to correct the address in the directory.`,
    ];
  }
  if (matter.inherited) return inherited(matter, matter.inherited);
  if (matter.alarm === 'rung' || matter.alarm === 'urge') return isOwn(matter) ? urging(c) : watcher(c);
  if (!isOwn(matter)) return [`For the information of ${letter.person.unitName}; no answer is needed.`];
  return matter.alarm === 'notice' ? notice(matter) : reminder(matter);
};

export const nextEn: Texts['next'] = (step, { letter, matter }) => {
  const day = dayEn(step.at);
  const missing = missingEn(matter);
  const body = letter.agendaBodyName ?? agendaBodyEn;
  const nth = step.urging ? ` no. ${step.urging}` : '';
  const whom = step.whom?.length ? ` to ${listEn(step.whom.map((who) => audienceEn[who]))}` : '';
  switch (step.what) {
    case 'reminder':
      return `If there is no ${missing}, the system reminds again on ${day}.`;
    case 'due':
      return `The deadline passes at the end of ${day}. After that, if there is no ${missing}, urging begins.`;
    case 'silence':
      return `If nothing is said by the end of ${day}, the task counts as accepted and is marked “accepted by silence”.`;
    case 'rung':
      return `If there is still no ${missing} by ${day}, urging${nth} is sent${whom}.`;
    case 'agenda':
      return `If there is still no ${missing} by ${day}, the task goes on the list for the next meeting of ${body}.`;
    case 'weekly':
      return `Urging continues every week until the record shows the ${missing}; urging${nth} is sent${whom} on ${day}.`;
  }
};
