import type { ProblemText } from './problem-text.ts';

/** Rules of the domain that say no. 409: not in this state; 422: not like this; 403: not you. */
export const ruleProblems = {
  refused: {
    status: 422,
    vi: { title: 'Không thực hiện được', detail: 'Quy tắc không cho phép việc này.' },
    en: { title: 'Refused', detail: 'A rule does not permit this.' },
  },
} satisfies Record<string, ProblemText>;
