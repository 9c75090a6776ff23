import { describe, expect, test } from 'vitest';
import { isNotableRead } from '../../../src/resources/notable-reads.ts';

describe('reads that matter', () => {
  test.each([
    ['sts.amazonaws.com', 'AssumeRole'],
    ['sts.amazonaws.com', 'AssumeRoleWithSAML'],
    ['sts.amazonaws.com', 'AssumeRoleWithWebIdentity'],
    ['sts.amazonaws.com', 'AssumeRoot'],
    ['sts.amazonaws.com', 'GetFederationToken'],
    ['sts.amazonaws.com', 'GetSessionToken'],
    ['secretsmanager.amazonaws.com', 'GetSecretValue'],
    ['secretsmanager.amazonaws.com', 'BatchGetSecretValue'],
    ['ssm.amazonaws.com', 'GetParameter'],
    ['ssm.amazonaws.com', 'GetParametersByPath'],
    ['kms.amazonaws.com', 'Decrypt'],
    ['ec2.amazonaws.com', 'GetPasswordData'],
    ['acm.amazonaws.com', 'ExportCertificate'],
    ['route53domains.amazonaws.com', 'RetrieveDomainAuthCode'],
    ['signin.amazonaws.com', 'GetSigninToken'],
    ['sso.amazonaws.com', 'GetRoleCredentials'],
    ['ecr.amazonaws.com', 'GetAuthorizationToken'],
  ])('%s %s', (eventSource, eventName) => {
    expect(isNotableRead(eventSource, eventName)).toBe(true);
  });

  test.each([
    ['sts.amazonaws.com', 'GetCallerIdentity'],
    ['ec2.amazonaws.com', 'DescribeInstances'],
    ['secretsmanager.amazonaws.com', 'ListSecrets'],
    ['s3.amazonaws.com', 'GetObject'],
    ['ssm.amazonaws.com', 'AssumeRole'],
    ['SSM.amazonaws.com', 'GetParameter'],
    ['ssm', 'GetParameter'],
    ['', ''],
    ['constructor', 'constructor'],
  ])('not %s %s', (eventSource, eventName) => {
    expect(isNotableRead(eventSource, eventName)).toBe(false);
  });
});
