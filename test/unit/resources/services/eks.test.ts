import { expect, test } from 'vitest';
import { eks } from '../../../../src/resources/services/eks.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'changed node group workers of cluster production (min 0, max 4, desired 1)',
    'UpdateNodegroupConfig',
    {
      request: {
        name: 'production',
        nodegroupName: 'workers',
        scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 1 },
      },
    },
  ],
  [
    'created cluster production (1.31, public endpoint, from 0.0.0.0/0)',
    'CreateCluster',
    {
      request: {
        name: 'production',
        version: '1.31',
        resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
      },
    },
  ],
  [
    'changed cluster production (logs off: audit and api)',
    'UpdateClusterConfig',
    { request: { name: 'production', logging: { clusterLogging: [{ types: ['audit', 'api'], enabled: false }] } } },
  ],
  [
    'changed cluster production (access by API_AND_CONFIG_MAP)',
    'UpdateClusterConfig',
    { request: { name: 'production', accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } } },
  ],
  [
    'deleted node group workers of cluster production',
    'DeleteNodegroup',
    { request: { clusterName: 'production', nodegroupName: 'workers' } },
  ],
  [
    'gave admin access to cluster production (system:masters)',
    'CreateAccessEntry',
    {
      request: {
        clusterName: 'production',
        name: 'production',
        principalArn: 'arn:aws:iam::111122223333:role/admin',
        kubernetesGroups: ['system:masters'],
      },
    },
  ],
  [
    'attached access policy AmazonEKSClusterAdminPolicy to admin on cluster production',
    'AssociateAccessPolicy',
    {
      request: {
        clusterName: 'production',
        principalArn: 'arn:aws:iam::111122223333:role/admin',
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      },
    },
  ],
  [
    'attached access policy AmazonEKSClusterAdminPolicy to admin on cluster production',
    'AssociateAccessPolicy',
    {
      request: {
        name: 'production',
        principalArn: 'arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2Fadmin',
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      },
    },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(eks, eventName, members)).toBe(expected);
});
