/** The code behind a session: an instance, a function, a task, a pod. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Workload } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';

const account = '111122223333';

const of = (session: string, userAgent = 'aws-sdk-go-v2/1.30', more: JsonObject = {}) =>
  principalOf(
    recordOf({
      userAgent,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account}:assumed-role/app/${session}`,
        accountId: account,
        ...more,
      },
    }),
  ).workload;

const task = '0123456789abcdef0123456789abcdef';

describe('a session', () => {
  test.each<[string, string, Workload | null]>([
    ['i-0f1e2d3c4b5a69788', 'aws-cli/2.0', { type: 'AWS::EC2::Instance', id: 'i-0f1e2d3c4b5a69788' }],
    ['mi-0f1e2d3c4b5a69788', 'x', { type: 'AWS::SSM::ManagedInstance', id: 'mi-0f1e2d3c4b5a69788' }],
    [
      'resize',
      'Boto3/1.34 exec-env/AWS_Lambda_python3.12 Botocore/1.34',
      { type: 'AWS::Lambda::Function', id: 'resize' },
    ],
    ['resize', 'Boto3/1.34 Botocore/1.34', null],
    [task, 'aws-sdk-go-v2/1.30 exec-env/AWS_ECS_FARGATE', { type: 'AWS::ECS::Task', id: task }],
    [task, 'aws-sdk-go-v2/1.30', null],
    ['my-session', 'aws-sdk-go-v2/1.30 exec-env/AWS_ECS_EC2', null],
    ['eks-prod-api-7f9c-0d4c1f0e-0000-4000-8000-000000000001', 'x', { type: 'Kubernetes::Pod', id: 'prod-api-7f9c' }],
    ['eks-prod-api', 'x', null],
  ])('%s by %s', (session, userAgent, workload) => {
    expect(of(session, userAgent)).toEqual(workload);
  });
});

describe('the scope that a role was given for', () => {
  test.each<[JsonObject, Workload | null]>([
    [
      {
        credentialsIssuedTo: `arn:aws:lambda:us-east-1:${account}:function:resize:3`,
        issuerType: 'AWS::Lambda::Function',
      },
      { type: 'AWS::Lambda::Function', id: 'resize' },
    ],
    [{ sourceArn: `arn:aws:ecs:us-east-1:${account}:task/prod/${task}` }, { type: 'AWS::ECS::Task', id: task }],
    [
      { sourceArn: `arn:aws:ec2:us-east-1:${account}:instance/i-0f1e2d3c` },
      { type: 'AWS::EC2::Instance', id: 'i-0f1e2d3c' },
    ],
    [{ sourceArn: `arn:aws:s3:::bucket` }, null],
    [{ sourceArn: 'constructor' }, null],
    [{ sourceArn: 7 }, null],
  ])('%j', (inScopeOf, workload) => {
    expect(of('anything', 'x', { inScopeOf })).toEqual(workload);
  });
});

test('only sessions of roles are workloads', () => {
  const userIdentity = { type: 'FederatedUser', arn: `arn:aws:sts::${account}:federated-user/i-0f1e2d3c` };
  expect(principalOf(recordOf({ userIdentity })).workload).toBeNull();
});
