/** Settings and environment variables: their names are shown, and the values that may be secret are not. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/model/json.ts';
import { redact, redacted } from '../../../src/resources/secrets.ts';

const secret = 'hunter2-and-a-half';
const text = (value: unknown) => JSON.stringify(value);

describe('settings that are listed with where they belong', () => {
  test.each([
    [
      'variables of a stage of API Gateway',
      { patchOperations: [{ op: 'replace', path: '/variables/dbUrl', value: secret }] },
      { patchOperations: [{ op: 'replace', path: '/variables/dbUrl', value: redacted }] },
    ],
    [
      'variables of a stage of an HTTP API',
      { stageVariables: { dbUrl: secret } },
      { stageVariables: { dbUrl: redacted } },
    ],
    [
      'variables of an application of Elastic Beanstalk',
      {
        optionSettings: [
          { namespace: 'aws:elasticbeanstalk:application:environment', optionName: 'URL', value: secret },
        ],
      },
      {
        optionSettings: [
          { namespace: 'aws:elasticbeanstalk:application:environment', optionName: 'URL', value: redacted },
        ],
      },
    ],
    [
      'a password among its other options',
      { optionSettings: [{ namespace: 'aws:rds:dbinstance', optionName: 'DBPassword', value: secret }] },
      { optionSettings: [{ namespace: 'aws:rds:dbinstance', optionName: 'DBPassword', value: redacted }] },
    ],
    [
      'variables of an application as its service lists them, in capitals',
      {
        OptionSettings: [
          { Namespace: 'aws:elasticbeanstalk:application:environment', OptionName: 'URL', Value: secret },
          { Namespace: 'aws:cloudformation:template:parameter', OptionName: 'EnvironmentVariables', Value: secret },
        ],
      },
      {
        OptionSettings: [
          { Namespace: 'aws:elasticbeanstalk:application:environment', OptionName: 'URL', Value: redacted },
          { Namespace: 'aws:cloudformation:template:parameter', OptionName: 'EnvironmentVariables', Value: redacted },
        ],
      },
    ],
    [
      'variables that a build overrides',
      { environmentVariablesOverride: [{ name: 'TOKEN', value: secret, type: 'PLAINTEXT' }] },
      { environmentVariablesOverride: [{ name: 'TOKEN', value: redacted, type: 'PLAINTEXT' }] },
    ],
  ])('%s are hidden', (_, value, clean) => {
    expect(redact(value)).toEqual(clean);
  });

  test.each([
    [{ patchOperations: [{ op: 'replace', path: '/throttling/rateLimit', value: '10' }] }],
    [{ optionSettings: [{ namespace: 'aws:autoscaling:asg', optionName: 'MinSize', value: '2' }] }],
    [{ patchOperations: 'none' }],
    [{ optionSettings: [null, 7, { value: 'x' }] }],
  ])('others stay: %j', (value) => {
    expect(redact(value)).toBe(value);
  });
});

describe('environment variables show their names alone', () => {
  test.each<[string, JsonValue, JsonValue]>([
    [
      'a function’s',
      { environment: { variables: { DB_PASSWORD: secret, STAGE: 'prod' } } },
      { environment: { variables: { DB_PASSWORD: redacted, STAGE: redacted } } },
    ],
    [
      'variables called like what describes an environment',
      { environment: { variables: { NAME: secret, name: secret, id: secret, type: secret } } },
      { environment: { variables: { NAME: redacted, name: redacted, id: redacted, type: redacted } } },
    ],
    [
      'a bare map',
      { environment: { DB_PASSWORD: secret, NAME: secret, PORT: 8080 } },
      { environment: { DB_PASSWORD: redacted, NAME: redacted, PORT: redacted } },
    ],
    [
      'a container’s',
      { containerDefinitions: [{ name: 'web', environment: [{ name: 'KEY', value: secret }] }] },
      { containerDefinitions: [{ name: 'web', environment: [{ name: 'KEY', value: redacted }] }] },
    ],
    [
      'a build’s',
      {
        environment: {
          type: 'LINUX_CONTAINER',
          environmentVariables: [{ name: 'KEY', value: secret, type: 'PLAINTEXT' }],
        },
      },
      {
        environment: {
          type: 'LINUX_CONTAINER',
          environmentVariables: [{ name: 'KEY', value: redacted, type: 'PLAINTEXT' }],
        },
      },
    ],
    ['in capitals', { Environment: { Variables: { KEY: secret } } }, { Environment: { Variables: { KEY: redacted } } }],
    [
      'as JSON text',
      { environment: text({ variables: { KEY: secret } }) },
      { environment: text({ variables: { KEY: redacted } }) },
    ],
    [
      'as a list in JSON text, as an action of a pipeline has them',
      { configuration: { ProjectName: 'web', EnvironmentVariables: text([{ name: 'KEY', value: secret }]) } },
      { configuration: { ProjectName: 'web', EnvironmentVariables: text([{ name: 'KEY', value: redacted }]) } },
    ],
    [
      'as a map in JSON text',
      { environmentVariables: text({ KEY: secret }) },
      { environmentVariables: text({ KEY: redacted }) },
    ],
    [
      'a job’s on EKS',
      { containers: [{ env: [{ name: 'KEY', value: secret }] }] },
      { containers: [{ env: [{ name: 'KEY', value: redacted }] }] },
    ],
    [
      'a connector’s',
      { connectorConfiguration: { 'database.user': secret, 'tasks.max': '2' } },
      { connectorConfiguration: { 'database.user': redacted, 'tasks.max': redacted } },
    ],
    [
      'what a deployment of AppConfig gives to extensions',
      { dynamicExtensionParameters: { token: secret } },
      { dynamicExtensionParameters: { token: redacted } },
    ],
    [
      'values that are lists',
      { environment: [{ name: 'KEY', value: [secret] }] },
      { environment: [{ name: 'KEY', value: [redacted] }] },
    ],
    [
      'with an error',
      { environment: { error: { errorCode: 1, message: 'x' } } },
      { environment: { error: { errorCode: 1, message: 'x' } } },
    ],
  ])('%s', (_, value, expected) => {
    expect(redact(value)).toEqual(expected);
  });

  test.each<[JsonValue]>([
    [{ environment: { name: 'prod', id: 'e-1', arn: 'arn:aws:x', type: 'LINUX' } }],
    [{ environment: { Name: 'prod', Id: 'e-1', Arn: 'arn:aws:x', Type: 'LINUX' } }],
    [{ environment: 'prod' }],
    [{ environment: null }],
    [{ environment: [] }],
    [{ environment: ['prod', 7, null] }],
    [{ environment: { variables: {} } }],
    [{ environment: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
  ])('%j stays', (value) => {
    expect(redact(value)).toBe(value);
  });
});
