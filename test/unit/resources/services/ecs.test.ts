import { expect, test } from 'vitest';
import { ecs } from '../../../../src/resources/services/ecs.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['created cluster production', 'CreateCluster', { request: { clusterName: 'production' } }],
  [
    'updated service web in cluster production (web:7, 0 tasks)',
    'UpdateService',
    {
      request: {
        cluster: 'production',
        service: 'arn:aws:ecs:us-east-1:111122223333:service/production/web',
        taskDefinition: 'web:7',
        desiredCount: 0,
      },
    },
  ],
  [
    'ran task web:7 in cluster production',
    'RunTask',
    {
      request: {
        cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/production',
        taskDefinition: 'arn:aws:ecs:us-east-1:111122223333:task-definition/web:7',
        overrides: { containerOverrides: [{ command: ['never shown'] }] },
      },
    },
  ],
  [
    'executed a command in task 0a1b2c3d in cluster production (container web)',
    'ExecuteCommand',
    {
      request: {
        cluster: 'production',
        container: 'web',
        command: 'never shown',
        task: 'arn:aws:ecs:us-east-1:111122223333:task/production/0a1b2c3d',
      },
    },
  ],
  [
    'registered task definition web:8 (privileged, example/web:1)',
    'RegisterTaskDefinition',
    {
      request: {
        family: 'web',
        containerDefinitions: [
          { image: 'example/web:1', privileged: true, environment: [{ name: 'TOKEN', value: 'never shown' }] },
        ],
      },
      response: { taskDefinition: { revision: 8 } },
    },
  ],
  ['stopped a task', 'StopTask', { request: { cluster: null, task: null } }],
])('%s', (expected, eventName, members) => {
  expect(say(ecs, eventName, members)).toBe(expected);
});
