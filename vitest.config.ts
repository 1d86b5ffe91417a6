import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These take minutes each: begun last, one of them would keep a single processor busy at the end. */
const slow = /\/test\/(simulation|e2e)\/|\/test\/actions\/crashes\./;

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [true, false].flatMap((wanted) => sorted.filter(({ moduleId }) => slow.test(moduleId) === wanted));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { sequencer: SlowFirst },
    // The CI run counts single tests from a report.
    ...(process.env.TEST_RESULTS && {
      reporters: ['default', ['json', { outputFile: process.env.TEST_RESULTS }]],
    }),
    // By default one processor is left to whoever watches; of two that is half.
    maxWorkers: availableParallelism(),
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Vietnamese rules must not depend on where the tests run.
    env: {
      TZ: 'America/New_York',
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  },
});
