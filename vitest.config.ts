import { defineConfig } from 'vitest/config';

const shared = {
  env: {
    TZ: 'UTC',
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // what a person keeps is not a test's: neither read nor written
    OBS3_CACHE_DIR: '/dev/null/none',
  },
  globalSetup: ['test/engine.ts'],
  restoreMocks: true,
  unstubEnvs: true,
  // the files of a project share processes, and what those have loaded: a third of the time went into loading it anew
  isolate: false,
};

const rights = 'test/e2e/rights.test.ts';

export default defineConfig({
  test: {
    // one less than there are cores would be one, where there are two; end-to-end tests wait for processes of their own
    maxWorkers: '100%',
    projects: [
      // no test is about time: a loaded machine takes its own
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      // some ask a server over HTTP for a whole case
      { test: { ...shared, name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000 } },
      // end to end on the built binary: each test starts processes of its own
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [rights],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // every command with no rights but its own: a minute by itself, so that .ci/run asks for it
      { test: { ...shared, name: 'rights', include: [rights], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 90, branches: 85 },
    },
  },
});
