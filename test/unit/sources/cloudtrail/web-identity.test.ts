/** What a session shows about the token that it began with, if the call that exchanged the token is not available. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';

const principalWith = (issuer: string, subject: string, more: JsonObject = {}) =>
  principalOf(
    recordOf({
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/app/botocore-session-1',
        accountId: '111122223333',
        sessionContext: {
          webIdFederationData: {
            federatedProvider: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
            attributes: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject },
          },
          ...more,
        },
      },
    }),
  );

test('a token of a pod is of its service account, and of no human', () => {
  const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C';
  const principal = principalWith(issuer, 'system:serviceaccount:kube-system:external-dns');
  expect(principal).toMatchObject({
    human: null,
    workload: { type: 'Kubernetes::ServiceAccount', id: 'kube-system/external-dns' },
  });
});

test('what a provider vouched for is more than a source identity that somebody chose', () => {
  const subject = 'repo:acme/web:environment:production';
  const principal = principalWith('token.actions.githubusercontent.com', subject, { sourceIdentity: 'erin' });
  expect(principal.human).toEqual({ name: subject, via: 'oidc', certainty: 'proven' });
});
