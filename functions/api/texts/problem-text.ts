/** One public problem code: its HTTP status, and its texts with `{name}` filled from the refusal's parameters. */
export type ProblemText = {
  status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 503;
  vi: { title: string; detail: string };
  en: { title: string; detail: string };
};

/** Fills `{name}`; a parameter that is missing leaves an ellipsis rather than a brace. */
export function fill(text: string, params: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
}
