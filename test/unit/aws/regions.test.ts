import { afterEach, expect, test, vi } from 'vitest';
import { resolveRegions } from '../../../src/aws/accounts.ts';

afterEach(() => vi.unstubAllEnvs());

test('a run that is interrupted while regions are listed ends as interrupted', async () => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none');
  const signal = AbortSignal.abort(new Error('interrupted'));
  await expect(resolveRegions(['all'], { endpoint: 'http://127.0.0.1:1', signal })).rejects.toThrow(/^interrupted$/);
});
