/** What a resource is connected to, according to AWS Config. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { group, groupType, ofType } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account } from './aws-server-harness.ts';
import { askedFor, at, codesOf, evidenceOf, home, neighborsOf, now, read, serverOf, window } from './live-config.ts';

describe('neighbors', () => {
  const eni = 'eni-0a1b2c3d4e5f60718';
  const instance = 'i-0f1e2d3c4b5a69788';
  const names = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([resourceType, resourceId]) => ({ resourceType, resourceId, relation: 'Is associated with' }));
  const balancer = `arn:aws:elasticloadbalancing:${home}:${account}:loadbalancer/app/web/50dc6c495c0c9188`;
  const items = [
    at('2026-02-20T08:00:00', { relationships: names(['AWS::EC2::NetworkInterface', eni]) }),
    at('2026-02-20T08:00:00', {
      resourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      resourceId: balancer,
      resourceName: 'web',
      arn: balancer,
      relationships: names([groupType, group]),
    }),
    at('2026-02-20T08:00:00', {
      resourceType: 'AWS::EC2::NetworkInterface',
      resourceId: eni,
      arn: `arn:aws:ec2:${home}:${account}:network-interface/${eni}`,
      relationships: [
        ...names([groupType, group]),
        { resourceType: 'AWS::EC2::Instance', resourceId: instance, relation: 'Is attached to' },
      ],
    }),
  ];
  const follow: SourceRequest = {
    kind: 'follow',
    question: questionOf({ ...window, now, targets: [planTarget(group)] }),
    interests: { targets: [], neighbors: [eni, balancer] },
  };
  const described: JsonObject = {
    NetworkInterfaceId: eni,
    Groups: [{ GroupId: group }],
    Attachment: { InstanceId: instance },
  };

  test('are told by what names the target', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server);
    expect(neighborsOf(readings)).toEqual([
      `${group} ${balancer}: Is associated with SecurityGroup`,
      `${group} ${eni}: Is associated with SecurityGroup`,
    ]);
    const [first] = ofType(evidenceOf(readings), 'relationship').filter(({ neighbor }) => neighbor.id === balancer);
    expect(first).toMatchObject({ neighbor: { name: 'web', arn: balancer, account, region: home } });
  });

  test('of more than a page are all told, each once', async () => {
    const many = Array.from({ length: 230 }, (_, index) =>
      at('2026-02-20T08:00:00', {
        resourceType: 'AWS::Lambda::Function',
        resourceId: `worker-${index}`,
        resourceName: `worker-${index}`,
        arn: `arn:aws:lambda:${home}:${account}:function:worker-${index}`,
        relationships: names([groupType, group], [groupType, group]),
      }),
    );
    const server = await serverOf({ [home]: { configurationItems: [...items, ...many] } });
    expect(neighborsOf(await read(server))).toHaveLength(232);
  });

  test('are asked of EC2 as well where the recorder is stopped', async () => {
    const configurationRecordersStatus = [
      { name: 'default', recording: false, lastStopTime: '2026-03-03T13:00:00.000Z' },
    ];
    const server = await serverOf({
      [home]: { configurationItems: items, configurationRecordersStatus, networkInterfaces: [described] },
    });
    expect(neighborsOf(await read(server))).toContain(`${group} ${instance}: Is associated with SecurityGroup`);
  });

  test('are followed through interfaces, those that are gone as well', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    expect(neighborsOf(await read(server, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
    const gone = at('2026-03-03T15:00:00', {
      resourceType: 'AWS::EC2::NetworkInterface',
      resourceId: eni,
      status: 'ResourceDeleted',
      configuration: null,
    });
    const attached = { ...items[2], configurationItemCaptureTime: '2026-03-03T13:00:00.000Z' };
    const later = await serverOf({ [home]: { configurationItems: [attached, gone] } });
    expect(neighborsOf(await read(later, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
  });

  test('without interfaces there is nothing to follow', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const request = { ...follow, interests: { targets: ['web'], neighbors: [balancer] } };
    expect(await read(server, { request })).toEqual([]);
    expect(server.requests.all).toEqual([]);
  });

  test('where Config is off EC2 tells them', async () => {
    const off = { configurationRecorders: [], configurationRecordersStatus: [], networkInterfaces: [described] };
    const server = await serverOf({ [home]: off });
    const readings = await read(server);
    expect(neighborsOf(readings)).toEqual([
      `${group} ${eni}: Is associated with SecurityGroup`,
      `${group} ${instance}: Is associated with SecurityGroup`,
    ]);
    expect(codesOf(readings)).toEqual(['RECORDER_OFF']);
    expect(neighborsOf(await read(server, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
  });

  describe('that name the target in their configuration alone', () => {
    const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const keyArn = `arn:aws:kms:${home}:${account}:key/${keyId}`;
    const key = at('2026-02-20T08:00:00', {
      resourceType: 'AWS::KMS::Key',
      resourceId: keyId,
      resourceName: null,
      arn: keyArn,
      relationships: [],
    });
    const worker = (name: string, kmsKeyArn: string) =>
      at('2026-02-20T08:00:00', {
        resourceType: 'AWS::Lambda::Function',
        resourceId: name,
        resourceName: name,
        arn: `arn:aws:lambda:${home}:${account}:function:${name}`,
        relationships: [],
        configuration: { functionName: name, kmsKeyArn },
      });
    const other = worker('other', `arn:aws:kms:${home}:${account}:key/aaaaaaaa-12ab-34cd-56ef-1234567890ab`);
    const ofKeys = (server: Awaited<ReturnType<typeof serverOf>>) =>
      askedFor(server, 'SelectResourceConfig', 'Expression').filter((text) => String(text).includes(', configuration'));

    test('are told, and of others that use the same nothing', async () => {
      const server = await serverOf({ [home]: { configurationItems: [key, worker('orders', keyArn), other] } });
      expect(neighborsOf(await read(server, { targets: [keyArn] }))).toEqual([
        `${keyId} orders: Names Key in its configuration`,
      ]);
    });

    test('are asked for once, whichever of the targets they may name', async () => {
      const second = 'aaaaaaaa-12ab-34cd-56ef-1234567890ab';
      const secondKey = at('2026-02-20T08:00:00', {
        resourceType: 'AWS::KMS::Key',
        resourceId: second,
        resourceName: null,
        arn: keyArn.replace(keyId, second),
        relationships: [],
      });
      const server = await serverOf({ [home]: { configurationItems: [key, secondKey, other] } });
      const targets = [keyArn, keyArn.replace(keyId, second)];
      expect(neighborsOf(await read(server, { targets }))).toEqual([`${second} other: Names Key in its configuration`]);
      expect(ofKeys(server)).toHaveLength(1);
    });

    test('are not asked for of what is shared and was only found: a key that calls changed', async () => {
      const server = await serverOf({ [home]: { configurationItems: [key, worker('orders', keyArn)] } });
      const request: SourceRequest = {
        kind: 'follow',
        question: questionOf({ ...window, now, targets: [] }),
        interests: { targets: [], neighbors: [] },
        changed: [planTarget(keyArn, 'AWS::KMS::Key')],
      };
      expect(neighborsOf(await read(server, { request }))).toEqual([]);
      expect(ofKeys(server)).toEqual([]);
    });

    test('are a gap where they are more than are read', async () => {
      const many = Array.from({ length: 1101 }, (_, index) => worker(`worker-${index}`, keyArn));
      const server = await serverOf({ [home]: { configurationItems: [key, ...many] } });
      const readings = await read(server, { targets: [keyArn] });
      expect(neighborsOf(readings)).toHaveLength(1000);
      expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
    });
  });
});
