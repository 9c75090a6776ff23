/** What a resource is connected to, according to the files that AWS Config delivers. */
import { describe, expect, test } from 'vitest';
import type { Interests } from '../../../../src/model/interests.ts';
import type { JsonValue } from '../../../../src/model/json.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import { group, groupType, historyFile, ofType, type State } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { about, asking, captured, evidenceIn, idsIn, inWindow, noInterests, other } from './archive-case.ts';

const following = (interests: Partial<Interests>): SourceRequest => ({
  kind: 'follow',
  question: about(group),
  interests: { ...noInterests, ...interests },
});

describe('neighbors', () => {
  const networkInterface: State = {
    resourceType: 'AWS::EC2::NetworkInterface',
    resourceId: 'eni-1',
    arn: 'arn:aws:ec2:us-east-1:111122223333:network-interface/eni-1',
    relationships: [
      { resourceType: groupType, resourceId: group, relation: 'Is associated with' },
      { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', relation: 'Is attached to' },
      { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' },
    ],
  };
  const instance: State = {
    resourceType: 'AWS::EC2::Instance',
    resourceId: 'i-1',
    arn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
    relationships: [
      { resourceType: 'AWS::EC2::NetworkInterface', resourceId: 'eni-1', relation: 'Contains' },
      { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' },
    ],
  };
  const vpc: State = {
    resourceType: 'AWS::EC2::VPC',
    resourceId: 'vpc-1',
    relationships: [{ resourceType: 'AWS::EC2::NetworkInterface', resourceId: 'eni-1', relation: 'Contains' }],
  };
  const fn: State = {
    resourceType: 'AWS::Lambda::Function',
    resourceId: 'app',
    resourceName: 'app',
    relationships: [{ resourceType: 'AWS::IAM::Role', resourceName: 'Admin', relation: 'Is associated with' }],
  };
  const file = historyFile(...[networkInterface, instance, vpc, fn].map((state) => captured('12:00', state)));
  const relationsIn = async (request: SourceRequest, ...files: readonly JsonValue[]) =>
    ofType(await evidenceIn(request, ...files), 'relationship').map(
      ({ of, neighbor }) => `${of.resourceId} - ${neighbor.id}`,
    );

  test('are those whose items name the target, told once', async () => {
    const [found, ...more] = ofType(await evidenceIn(asking(about(group)), file, file), 'relationship');
    expect(more).toEqual([]);
    expect(found).toEqual({
      type: 'relationship',
      of: { resourceType: groupType, resourceId: group },
      neighbor: {
        type: 'AWS::EC2::NetworkInterface',
        id: 'eni-1',
        arn: 'arn:aws:ec2:us-east-1:111122223333:network-interface/eni-1',
        account: '111122223333',
        region: 'us-east-1',
      },
      relation: 'Is associated with SecurityGroup',
    });
  });

  test('are found by the name of the target', async () => {
    expect(await relationsIn(asking(about('Admin')), file)).toEqual(['Admin - app']);
  });

  test('are followed through an interface, not through what many share', async () => {
    expect(await relationsIn(following({ neighbors: ['eni-1', 'vpc-1'] }), file)).toEqual([
      'eni-1 - i-1',
      'eni-1 - i-1',
    ]);
    expect(await relationsIn(following({ neighbors: ['vpc-1'] }), file)).toEqual([]);
  });

  test('are followed from further spellings of the target', async () => {
    expect(await relationsIn(following({ targets: ['vpc-1'] }), file)).toEqual(['vpc-1 - eni-1', 'vpc-1 - i-1']);
  });

  test('are none from behind the window, or where nothing was asked about', async () => {
    expect(await relationsIn(asking(questionOf()), file)).toEqual([]);
    expect(await relationsIn(asking(inWindow(group)), historyFile(captured('15:00', networkInterface)))).toEqual([]);
  });

  test('are not asked about themselves', async () => {
    expect(await idsIn(following({ neighbors: ['eni-1', 'i-1'] }), file)).toEqual([]);
    expect(await idsIn(following({ targets: ['arn:aws:ec2:us-east-1:111122223333:instance/i-1'] }), file)).toEqual([
      'i-1 12:00',
    ]);
  });

  test('go by name only where their type does', async () => {
    const named = historyFile(
      captured('12:00', { ...other, resourceName: 'default' }),
      captured('12:00', {
        resourceType: 'AWS::RDS::DBSubnetGroup',
        resourceId: 'dbsg-1',
        resourceName: 'default',
        arn: 'arn:aws:rds:us-east-1:111122223333:subgrp:x',
      }),
    );
    expect(await idsIn(following({ targets: ['default'] }), named)).toEqual(['dbsg-1 12:00']);
  });
});
