/** How what a person types becomes the type and id that AWS Config is asked for. */
import { describe, expect, test } from 'vitest';
import { group, groupArn, type State } from '../fixtures/config.ts';
import { account, otherAccount } from './aws-server-harness.ts';
import {
  at,
  codesOf,
  evidenceOf,
  gapsOf,
  home,
  itemsOf,
  neighborsOf,
  other,
  read,
  serverOf,
  third,
} from './live-config.ts';

describe('from what is typed to what Config calls it', () => {
  const role: State = {
    resourceType: 'AWS::IAM::Role',
    resourceId: 'AROAEXAMPLE000000000A',
    resourceName: 'Admin',
    arn: 'arn:aws:iam::111122223333:role/ops/Admin',
    region: 'global',
  };
  const database: State = {
    resourceType: 'AWS::RDS::DBInstance',
    resourceId: 'db-ABCDEFGHIJKL12345',
    resourceName: 'orders',
    arn: `arn:aws:rds:${home}:${account}:db:orders`,
  };
  const queue: State = {
    resourceType: 'AWS::SQS::Queue',
    resourceId: `https://sqs.${home}.amazonaws.com/${account}/jobs`,
    resourceName: 'jobs',
    arn: `arn:aws:sqs:${home}:${account}:jobs`,
  };
  const bucket: State = {
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'orders-raw',
    resourceName: 'orders-raw',
    arn: 'arn:aws:s3:::orders-raw',
  };
  const items = [role, database, queue, bucket].map((state) =>
    at('2026-03-03T13:00:00', { ...state, status: 'ResourceDiscovered' }),
  );
  const found = (state: State) => [`${state.resourceId} 2026-03-03T13:00`];

  test.each<[string, State]>([
    ['Admin', role],
    ['arn:aws:iam::111122223333:role/ops/Admin', role],
    ['AROAEXAMPLE000000000A', role],
    ['orders', database],
    [database.arn as string, database],
    ['db-ABCDEFGHIJKL12345', database],
    ['jobs', queue],
    [queue.arn as string, queue],
    [queue.resourceId as string, queue],
    ['orders-raw', bucket],
    ['arn:aws:s3:::orders-raw', bucket],
  ])('%s', async (text, state) => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server, { targets: [text] });
    expect(itemsOf(readings)).toEqual(found(state));
    expect(gapsOf(readings)).toEqual([]);
  });

  test('of a name that many bear some are read, and that is told', async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      at('2026-03-03T13:00:00', {
        resourceId: `sg-${String(index).padStart(17, '0')}`,
        resourceName: 'default',
        arn: `arn:aws:ec2:${home}:${account}:security-group/sg-${String(index).padStart(17, '0')}`,
        status: 'ResourceDiscovered',
      }),
    );
    const server = await serverOf({ [home]: { configurationItems: many } });
    const readings = await read(server, { targets: ['default'] });
    expect(itemsOf(readings)).toHaveLength(50);
    expect(gapsOf(readings)).toMatchObject([{ gap: { code: 'NOT_INDEXED', blocking: true } }]);
    expect(gapsOf(readings)[0]?.gap.message).toContain('120');
  });

  test('a deleted resource is found by its type and name', async () => {
    const gone = at('2026-03-03T14:00:00', { ...database, status: 'ResourceDeleted', configuration: null });
    const server = await serverOf({ [home]: { configurationItems: [...items, gone] } });
    const readings = await read(server, { targets: ['orders'], type: 'AWS::RDS::DBInstance' });
    expect(itemsOf(readings)).toEqual([...found(database), 'db-ABCDEFGHIJKL12345 2026-03-03T14:00']);
  });

  test('what has no region is asked for in its home region, whichever regions are asked', async () => {
    const server = await serverOf({ [home]: { configurationItems: items }, [other]: {} });
    for (const text of ['Admin', 'arn:aws:iam::111122223333:role/ops/Admin'])
      expect(itemsOf(await read(server, { targets: [text], regions: [other] }))).toEqual(found(role));
    // nothing else from the home region is reported
    expect(itemsOf(await read(server, { targets: ['orders-raw'], regions: [other] }))).toEqual([]);
  });

  test('of a name that tells no type, what has no region is told once', async () => {
    const named = {
      relationships: [{ resourceType: 'AWS::IAM::Role', resourceName: 'Admin', relation: 'Is associated with' }],
    };
    const user = at('2026-03-03T13:00:00', { resourceType: 'AWS::Lambda::Function', resourceId: 'orders', ...named });
    const server = await serverOf({
      [home]: { configurationItems: items },
      [other]: { configurationItems: [...items, user] },
      [third]: {},
    });
    const readings = await read(server, { targets: ['Admin'], regions: [home, other, third] });
    expect(itemsOf(readings)).toEqual(found(role));
    expect(neighborsOf(readings)).toEqual(['Admin orders: Is associated with Role']);
    // in each region what goes by the name, what relates to it, and what may name it in its configuration
    const expressions = server.requests.of('config:SelectResourceConfig').map(({ parameters }) => parameters);
    expect(expressions).toHaveLength(9);
    expect(expressions.filter((asked) => String(asked['Expression']).includes(', configuration'))).toHaveLength(3);
  });

  test('what has no region is asked for elsewhere only if it is not known at home', async () => {
    const server = await serverOf({ [home]: {}, [other]: { configurationItems: items } });
    expect(itemsOf(await read(server, { targets: ['AROAEXAMPLE000000000A'], regions: [other] }))).toEqual(found(role));
    server.requests.clear();
    const both = await serverOf({ [home]: { configurationItems: items }, [other]: { configurationItems: items } });
    await read(both, { targets: ['AROAEXAMPLE000000000A'], regions: [home, other] });
    expect(new Set(both.requests.of('config:GetResourceConfigHistory').map(({ region }) => region))).toEqual(
      new Set([home]),
    );
  });

  test.each([`arn:aws:ec2:${other}:${account}:security-group/${group}`, groupArn.replace(account, otherAccount)])(
    '%s is not asked for in another place',
    async (text) => {
      const server = await serverOf({ [home]: { configurationItems: [at('2026-03-03T13:00:00')] } });
      expect(evidenceOf(await read(server, { targets: [text] }))).toEqual([]);
      expect(server.requests.all).toEqual([]);
    },
  );

  test('an address, a key or a session is no resource: nothing is asked', async () => {
    const server = await serverOf({ [home]: {} });
    const texts = ['192.0.2.24', 'AKIAEXAMPLEEXAMPLE00', 'arn:aws:sts::111122223333:assumed-role/Admin/alice'];
    expect(await read(server, { targets: texts })).toEqual([]);
    expect(server.requests.all).toEqual([]);
  });

  test.each(["it's", 'a\\b', `${'x'.repeat(800)}`, '" OR 1=1', '日本'])('%s does no harm', async (text) => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server, { targets: [text] });
    expect(evidenceOf(readings)).toEqual([]);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });
});
