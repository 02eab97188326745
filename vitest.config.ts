import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{events,services,shared,infra,cli,test}/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 180_000,
    globalSetup: ['test/fixtures/global-setup.ts'],
  },
});
