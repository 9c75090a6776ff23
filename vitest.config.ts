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
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      // some ask a server over HTTP for a whole case: a loaded machine takes its time
      { test: { ...shared, name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000 } },
      // end to end on the built binary: each test starts processes of its own
      {
        test: { ...shared, name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 90, branches: 85 },
    },
  },
});
