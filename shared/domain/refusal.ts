/** One fault in what was asked: where (JSON Pointer into the request body), which rule, and the values the message needs. */
export type Fault = { pointer: string; code: string; params?: Record<string, string | number> };

/**
 * The system's only way to say no. `code` is fixed and public; texts in Vietnamese and English are chosen at the
 * edge from `code` and `params`, and so is the HTTP status. A refusal means that nothing was written.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly faults: Fault[];

  constructor(code: string, params: Record<string, string | number> = {}, faults: Fault[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
    this.faults = faults;
  }
}
