import { expect, test } from 'vitest';
import { codebuild } from '../../../../src/resources/services/codebuild.ts';
import { type Row, say } from './say.ts';

const projectArn = 'arn:aws:codebuild:us-east-1:111122223333:project/web';

test.each<Row>([
  [
    'created build project web (role builder)',
    'CreateProject',
    { request: { name: 'web', serviceRole: 'arn:aws:iam::111122223333:role/service-role/builder' } },
  ],
  ['changed build project web (source)', 'UpdateProject', { request: { name: 'web', source: { type: 'GITHUB' } } }],
  [
    'started a build of build project web (buildspecOverride)',
    'StartBuild',
    { request: { projectName: 'web', buildspecOverride: 'phases: {}' } },
  ],
  [
    'made the builds of build project web public',
    'UpdateProjectVisibility',
    { request: { projectArn, projectVisibility: 'PUBLIC_READ' } },
  ],
  [
    'made the builds of build project web private',
    'UpdateProjectVisibility',
    { request: { projectArn, projectVisibility: 'PRIVATE' } },
  ],
  ['changed who may see the builds of a build project', 'UpdateProjectVisibility', { request: {} }],
  [
    'imported source credentials (GITHUB, PERSONAL_ACCESS_TOKEN)',
    'ImportSourceCredentials',
    { request: { serverType: 'GITHUB', authType: 'PERSONAL_ACCESS_TOKEN', token: 'hunter2' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(codebuild, eventName, members)).toBe(expected);
});
