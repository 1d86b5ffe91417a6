import type { Rich } from '../blocks.ts';
import type { Matter, RequestOutcome } from '../letter.ts';
import { dayEn, plainDayEn } from './format.ts';

/** What became of a request, told to whoever made it. */
export function outcomeTitleEn(outcome: RequestOutcome): string {
  if (outcome.of === 'extension') return 'The extension has been decided';
  return outcome.interim ? 'An interim answer to the proposal' : 'The proposal has been answered';
}

export function outcomeAskEn({ holder }: Matter, outcome: RequestOutcome): Rich {
  const who = holder.name;
  if (outcome.of === 'extension')
    return outcome.newDate
      ? [
          { b: `The deadline is extended to ${dayEn(outcome.newDate)}.` },
          ` ${who} is asked to finish by the new date; the original one stays on record.`,
        ]
      : [
          { b: 'The extension was refused; the deadline stands.' },
          ` ${who} is asked to concentrate on finishing and to report the result.`,
        ];
  if (outcome.interim)
    return [
      'The proposal has had the interim answer below; the final one is still awaited, and the deadline stands.',
    ];
  return [
    `The proposal has been answered as below. ${who} is asked to go on; the deadline stands, and an extension can be requested if needed.`,
  ];
}

export function outcomeQuoteEn(outcome: RequestOutcome): { label: string; text: string } {
  const on = plainDayEn(outcome.date);
  if (outcome.of === 'proposal')
    return {
      label: `${outcome.interim ? 'Interim answer' : 'Answer'} of ${outcome.byName}, ${on}`,
      text: outcome.text,
    };
  const decision = outcome.newDate ? `Granted, until ${dayEn(outcome.newDate)}.` : 'Refused.';
  return {
    label: `Decision of ${outcome.byName}, ${on}`,
    text: outcome.reason ? `${decision}\n${outcome.reason}` : decision,
  };
}
