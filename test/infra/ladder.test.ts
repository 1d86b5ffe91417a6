import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const path = 'infra/escalation.asl.json';
const text = readFileSync(path, 'utf8');
const machine = JSON.parse(text);

const valid = (definition: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'don-doc-ladder-')), 'machine.asl.json');
  writeFileSync(file, definition);
  try {
    execFileSync('node_modules/.bin/asl-validator', ['--json-path', file], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};

describe('the ladder', () => {
  it('is valid Amazon States Language', () => {
    expect(valid(text)).toBe(true);
    expect(valid(text.replace('"Next": "Done?"', '"Next": "Nowhere"'))).toBe(false);
  });

  it('is four states in JSONPath', () => {
    expect(Object.keys(machine.States)).toEqual(['Step', 'Done?', 'WaitUntil', 'Finished']);
    expect(text).not.toContain('JSONata');
  });

  it('asks the function with the moment at which the state was entered, and nothing personal', () => {
    expect(machine.States.Step.Parameters).toEqual({
      FunctionName: expect.stringMatching(/^\$\{EscalateArn\}$/),
      Payload: {
        'taskId.$': '$.taskId',
        'obligationId.$': '$.obligationId',
        'due.$': '$.due',
        'attempt.$': '$.attempt',
        'at.$': '$$.State.EnteredTime',
      },
    });
  });

  it('retries everything, throttling first, with jitter', () => {
    const [passing, rest] = machine.States.Step.Retry;
    expect(passing.ErrorEquals).toContain('Lambda.TooManyRequestsException');
    expect(rest.ErrorEquals).toEqual(['States.ALL']);
    for (const rule of [passing, rest]) expect(rule.JitterStrategy).toBe('FULL');
  });

  it('fails on an answer that is neither wait nor done', () => {
    expect(machine.States['Done?'].Default).toBeUndefined();
    expect(
      machine.States['Done?'].Choices.map((choice: { StringEquals: string }) => choice.StringEquals),
    ).toEqual(['wait', 'done']);
  });
});
