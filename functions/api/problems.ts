import { httpProblems } from './texts/http-problems.ts';
import { ruleProblems } from './texts/rule-problems.ts';

/** Every code that a client may meet. The code is the contract; status and texts hang on it. */
export const problemTexts = { ...httpProblems, ...ruleProblems };

export type ProblemCode = keyof typeof problemTexts;
