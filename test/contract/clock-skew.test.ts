/**
 * A clock that is an hour behind, as on a machine that slept: AWS rejects what it signs, and gives the right time with the
 * error.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { createSession } from '../../src/aws/session.ts';

const hour = 3_600_000;

/** The time that the request was signed with, epoch milliseconds. */
const signedAt = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

test('a call goes on by the time of the service', async () => {
  let refused = 0;
  const server = createServer((request, response) => {
    request.resume();
    const now = Date.now() + hour;
    response.setHeader('date', new Date(now).toUTCString());
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (Math.abs(signedAt(String(request.headers['x-amz-date'])) - now) < 5 * 60_000) {
      response.end('{"logGroups":[]}');
      return;
    }
    refused++;
    response.statusCode = 400;
    response.end('{"__type":"InvalidSignatureException","message":"Signature expired"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const session = createSession({
    account: '111122223333',
    accessKeyId: null,
    identityArn: 'arn:aws:iam::111122223333:user/auditor',
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
    },
    timer: { now: Date.now, sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  try {
    const client = session.client(CloudWatchLogsClient, 'us-east-1');
    const limit = { action: 'logs:DescribeLogGroups', region: 'us-east-1', ratePerSecond: 10 };
    const answer = await session.call(limit, (options) => client.send(new DescribeLogGroupsCommand({}), options));
    expect([answer.logGroups, refused]).toEqual([[], 1]);
  } finally {
    session.destroy();
    server.close();
  }
});
