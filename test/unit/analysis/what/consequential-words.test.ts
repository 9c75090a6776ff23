/** What a sentence about a state must not leave out: who is now trusted, and what no longer protects. */
import { expect, test } from 'vitest';
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { JsonValue } from '../../../../src/model/json.ts';
import { itemEvidence } from './item-evidence.ts';

function sentence(resourceType: string, before: Partial<ConfigurationItem>, after: Partial<ConfigurationItem>): string {
  const items = [
    itemEvidence('10:00:00', { resourceType, ...before }),
    itemEvidence('11:00:00', { resourceType, ...after }),
  ];
  return configChanges({ items, window: undefined, matches: () => ['target'] })[1]?.summary ?? '';
}

const trust = (Principal: JsonValue, Action: JsonValue = 'sts:AssumeRole') => ({
  configuration: {
    assumeRolePolicyDocument: encodeURIComponent(
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action }] }),
    ),
  },
});

test.each<[string, JsonValue, JsonValue, string]>([
  [
    'another kind of principal',
    { Service: 'ec2.amazonaws.com' },
    { Service: ['ec2.amazonaws.com'], AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::444455556666:role/x'] },
    'trust policy: + Principal 444455556666 and 444455556666:role/x',
  ],
  ['anyone', { AWS: 'arn:aws:iam::111122223333:root' }, '*', 'trust policy: Principal 111122223333 → *'],
  [
    'one more of a kind',
    { AWS: ['111122223333'] },
    { AWS: ['111122223333', '444455556666'] },
    'trust policy: + Principal.AWS 444455556666',
  ],
])('a policy that lets in %s says whom', (_, before, after, words) => {
  expect(sentence('AWS::IAM::Role', trust(before), trust(after))).toBe(words);
});

test('of many changes those that open or protect are told', () => {
  const bucket = (SSEAlgorithm: string | undefined, isBlocked: boolean, status: string) => ({
    supplementaryConfiguration: {
      AccelerateConfiguration: { status },
      BucketTaggingConfiguration: { a: status, b: status },
      PublicAccessBlockConfiguration: { blockPublicAcls: isBlocked },
      ...(SSEAlgorithm !== undefined && {
        ServerSideEncryptionConfiguration: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: SSEAlgorithm } }],
        },
      }),
    },
  });
  expect(sentence('AWS::S3::Bucket', bucket('aws:kms', true, 'on'), bucket(undefined, false, 'off'))).toBe(
    'encryption aws:kms → none; PublicAccessBlockConfiguration.blockPublicAcls true → false; AccelerateConfiguration.status on → off and 2 more',
  );
});
