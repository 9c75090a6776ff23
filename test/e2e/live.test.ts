/** The built command asks AWS: real HTTP, the usual environment, and AWS's own pace. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportV1 } from '../../src/report/schema-v1.ts';
import { ManualClock } from '../aws/clock.ts';
import { startAwsServer } from '../aws/server.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { json, obs3 } from './obs3.ts';

const { target } = openSsh.truth;
const window = ['--since', '2026-03-03T14:00:00Z', '--until', '2026-03-03T15:00:00Z', '--now', '2026-03-03T17:00:00Z'];

async function withServer<Result>(
  use: (environment: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const world = worldOfExample(openSsh.folder);
  const server = await startAwsServer({ world, clock: new ManualClock('2026-03-03T17:00:00Z'), rateFactor: Infinity });
  try {
    return await use(server.environment({ account: openSsh.account, region: 'us-east-1' }));
  } finally {
    await server.stop();
  }
}

describe('asking AWS', () => {
  test('tells what the files tell, as a report of the same form', async () => {
    const live = await withServer((env) => obs3(['what', target, ...window, '-o', 'json'], { env }));
    expect(live).toMatchObject({ code: 0, stderr: '' });
    const files = await obs3(['what', target, ...window, '--from', openSsh.folder, '-o', 'json']);
    expect(() => reportV1.parse(json(live))).not.toThrow();
    expect(json(live).timeline.map(({ id }) => id)).toEqual(json(files).timeline.map(({ id }) => id));
    expect(json(live).query).toMatchObject({ from: [], regions: [] });
    expect(json(live).coverage[0]).toMatchObject({ source: 'config', backend: 'api', region: 'us-east-1' });
  });

  test('without credentials is no answer, and says what to do', async () => {
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const { code, stdout, stderr } = await obs3(['who', target], { env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^obs3: the credentials cannot be used: [^\n]+; sign in \(aws sso login\)[^\n]+\n$/);
    const named = await obs3(['who', target], { env: { ...env, AWS_PROFILE: 'staging' } });
    expect(named.stderr).toMatch(
      /^obs3: the credentials of profile staging cannot be used: [^\n]+check that there is such a profile[^\n]+\n$/,
    );
  });

  test('with a session of Identity Center that ended says how to begin another one', async () => {
    const session = '[sso-session s]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n';
    const profile = 'sso_session = s\nsso_account_id = 111122223333\nsso_role_name = R\nregion = us-east-1\n';
    const folder = await temporaryFolder({ config: `[profile staging]\n${profile}${session}` });
    const env = { HOME: folder, AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    const { code, stderr } = await obs3(['who', target, '--profile', 'staging'], { env });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^obs3: the credentials of profile staging cannot be used: The SSO session token [^\n]+ invalid; sign in with aws sso login --profile staging, or ask files with --from\n$/,
    );
  });

  test('without credentials waits for nothing', async () => {
    const env = { AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null' };
    const none = { ...env, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    const { code, stderr } = await obs3(['gate', '--since', '30m', '--wait', '20m'], { env: none });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^obs3: the credentials cannot be used: [^\n]+\n$/);
  });

  test('at an address where nobody answers is no answer either', async () => {
    const env = await withServer(async (environment) => environment);
    const { code, stdout, stderr } = await obs3(['who', target], { env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^obs3: AWS cannot be reached in us-east-1: [^\n]+\n$/);
  });

  test.each([
    ['a sign-in page', 200, 'what answers at 127.0.0.1:PORT is not AWS'],
    ['a proxy that refuses', 403, 'HTTP status 403 without a reason: a proxy may have answered in place of AWS'],
  ])('through %s is no answer, and no empty one', async (_, status, told) => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = {
      ...(await withServer(async (environment) => environment)),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    };
    const [live, bucket] = await Promise.all([
      obs3(['who', target], { env }),
      obs3(['who', target, '--from', 's3://trail-logs/logs'], { env: { ...env, AWS_MAX_ATTEMPTS: '1' } }),
    ]).finally(() => server.close());
    expect(live).toMatchObject({ code: 4, stdout: '' });
    expect(live.stderr).toContain(`obs3: AWS cannot be reached in us-east-1: ${told.replace('PORT', String(port))}`);
    if (status === 403) expect(bucket).toMatchObject({ code: 4, stdout: '' });
    expect(bucket.stderr).not.toContain('there are no objects');
  });

  test.each([
    [['--role-arn', 'admin'], "--role-arn does not take 'admin'"],
    [['--endpoint-url', 'localhost'], "--endpoint-url does not take 'localhost'"],
    [['--profile', 'audit', '--from', 'logs'], '--profile asks AWS, --from reads files: they exclude each other'],
    [['--region', 'all', '--from', 'logs'], "--region does not take 'all'"],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr } = await obs3(['who', target, ...flags]);
    expect(code).toBe(2);
    expect(stderr.startsWith(`obs3: ${message}`)).toBe(true);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
