import * as z from 'zod';

const object = z.record(z.string(), z.unknown());
const fields = (value: unknown): Record<string, unknown> => object.safeParse(value).data ?? {};

/**
 * EventBridge's pattern language as event source mappings and rules use it: nested objects, lists of accepted values, and
 * `prefix`, `suffix`, `exists`, `anything-but`, `equals-ignore-case`, `$or`.
 * @throws Error on an operator outside this list, rather than matching wrongly.
 */
export function matches(pattern: Record<string, unknown>, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or')
      return z
        .array(object)
        .parse(expected)
        .some((choice) => matches(choice, event));
    const actual = fields(event)[key];
    if (!Array.isArray(expected)) return matches(object.parse(expected), actual);
    const candidates: unknown[] = Array.isArray(actual) ? actual : [actual];
    return expected.some((choice: unknown) => candidates.some((candidate) => accepts(choice, candidate)));
  });
}

function accepts(choice: unknown, value: unknown): boolean {
  if (typeof choice !== 'object' || choice === null) return choice === value;
  const [operator, operand] = Object.entries(choice)[0] ?? [];
  const text = typeof value === 'string' ? value : undefined;
  switch (operator) {
    case 'exists':
      return operand === (value !== undefined);
    case 'prefix':
      return text?.startsWith(String(operand)) ?? false;
    case 'suffix':
      return text?.endsWith(String(operand)) ?? false;
    case 'equals-ignore-case':
      return text?.toLowerCase() === String(operand).toLowerCase();
    case 'anything-but': {
      const refused: unknown[] = Array.isArray(operand) ? operand : [operand];
      return value !== undefined && !refused.some((one) => accepts(one, value));
    }
    default:
      throw new Error(`The local runtime does not know the event pattern operator ${operator}`);
  }
}
