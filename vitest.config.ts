import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{events,services,shared,infra,cli,test}/**/*.test.ts'],
    /** Two to a pair of cores: an environment waits for its databases half of the time. */
    maxWorkers: '100%',
    testTimeout: 240_000,
    hookTimeout: 180_000,
    globalSetup: ['test/fixtures/global-setup.ts'],
  },
});
