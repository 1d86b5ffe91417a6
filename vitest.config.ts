import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
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
