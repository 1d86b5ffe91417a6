import type { Fault, Refusal } from '../../shared/domain/refusal.ts';
import { problemTexts } from './problems.ts';
import type { Language } from './request.ts';
import { faultTexts, publicFaultCode, type Texts } from './texts/faults.ts';
import { fill, type ProblemText } from './texts/problem-text.ts';

/** RFC 9457, with `code` and `errors` as extension members. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string;
  errors?: { pointer: string; code: string; detail: string; params?: Record<string, string | number> }[];
};

const texts: Record<string, ProblemText> = problemTexts;
const faults: Record<string, Texts> = faultTexts;

/**
 * A refusal in the client's language. A code without a text of its own (a defect that a test looks for) is still
 * answered with its code, as a rule that says no.
 */
export function problemOf(
  refusal: Refusal,
  request: { id: string; language: Language },
  publicUrl: string,
): Problem {
  const known = texts[refusal.code];
  const text = known ?? texts.refused;
  const { title, detail } = text?.[request.language] ?? { title: refusal.code, detail: refusal.code };
  return {
    type: `${publicUrl}/docs#problem-${refusal.code}`,
    title: fill(title, refusal.params),
    status: text?.status ?? 422,
    code: refusal.code,
    detail: fill(detail, refusal.params),
    instance: request.id,
    ...(refusal.faults.length > 0
      ? { errors: refusal.faults.map((fault) => faultView(fault, request.language)) }
      : {}),
  };
}

/** A fault's sentence comes from the fault catalogue, or from the problem of the same code: rules are both. */
export function faultText({ code, params = {} }: Omit<Fault, 'pointer'>, language: Language): string {
  return fill(faults[code]?.[language] ?? texts[code]?.[language].detail ?? code, params);
}

function faultView(fault: Fault, language: Language) {
  return {
    pointer: fault.pointer,
    code: publicFaultCode(fault.code),
    detail: faultText(fault, language),
    ...(fault.params ? { params: fault.params } : {}),
  };
}
