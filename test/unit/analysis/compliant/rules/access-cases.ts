/**
 * For each rule on identities, keys, topics, queues and trails: real shapes of items that comply, that do not, and that the
 * rule does not apply to or cannot judge.
 */
import {
  admin,
  anyone,
  config,
  key,
  managed,
  policyVersion,
  type RuleCases,
  statements,
  topicArn,
  trail,
} from './item-states.ts';

export const access: readonly RuleCases[] = [
  {
    rule: 'iam-policy-no-statements-with-admin-access',
    type: 'AWS::IAM::Policy',
    complies: [
      managed(policyVersion(statements({ ...admin, Action: 's3:*' }))),
      managed(policyVersion(statements({ ...admin, Effect: 'Deny' }))),
      // a version that is not in force allows nothing
      managed(policyVersion(statements(admin), false), policyVersion(statements({ ...admin, Action: 's3:Get*' }))),
    ],
    violates: [
      [managed(policyVersion(statements(admin))), 'everything'],
      [managed(policyVersion([statements({ ...admin, Action: ['*'], Resource: ['*'] })])), 'everything'],
      [managed(policyVersion(encodeURIComponent(JSON.stringify(statements(admin))))), 'everything'],
    ],
    isNotTold: [managed()],
  },
  {
    rule: 'cmk-backing-key-rotation-enabled',
    type: 'AWS::KMS::Key',
    complies: [key({}, { KeyRotationStatus: { keyRotationEnabled: true } }), key({}, { KeyRotationStatus: true })],
    violates: [[key({}, { KeyRotationStatus: { keyRotationEnabled: false } }), 'not rotated']],
    doesNotApply: [key({ keyManager: 'AWS' }), key({ keySpec: 'RSA_2048' }), key({ origin: 'EXTERNAL' })],
    isNotTold: [key({})],
  },
  {
    rule: 'kms-cmk-not-scheduled-for-deletion',
    type: 'AWS::KMS::Key',
    complies: [key({}), key({ keyState: 'Disabled' })],
    violates: [[key({ keyState: 'PendingDeletion' }), 'scheduled for deletion']],
    doesNotApply: [key({ keyManager: 'AWS', keyState: 'Enabled' })],
  },
  {
    rule: 'lambda-function-public-access-prohibited',
    type: 'AWS::Lambda::Function',
    complies: [
      { configuration: { functionName: 'f' }, supplementaryConfiguration: { Tags: {} } },
      {
        configuration: { functionName: 'f' },
        supplementaryConfiguration: {
          Policy: anyone('lambda:InvokeFunction', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }),
        },
      },
    ],
    violates: [
      [
        {
          configuration: { functionName: 'f' },
          supplementaryConfiguration: { Policy: anyone('lambda:InvokeFunction') },
        },
        'lambda:InvokeFunction',
      ],
    ],
    isNotTold: [config({ functionName: 'f' })],
  },
  {
    rule: 'sns-topic-no-public-access',
    type: 'AWS::SNS::Topic',
    complies: [
      config({
        TopicArn: topicArn,
        Policy: anyone('SNS:Publish', { StringEquals: { 'AWS:SourceOwner': '111122223333' } }),
      }),
    ],
    violates: [[config({ TopicArn: topicArn, Policy: anyone('SNS:Publish') }), 'SNS:Publish']],
    isNotTold: [config({})],
  },
  {
    rule: 'sqs-queue-no-public-access',
    type: 'AWS::SQS::Queue',
    complies: [config({ QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs' })],
    violates: [[config({ Policy: anyone('sqs:SendMessage') }), 'sqs:SendMessage']],
    isNotTold: [config({})],
  },
  {
    rule: 'cloudtrail-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ IsLogging: true })],
    violates: [[trail({ IsLogging: false }), 'does not log']],
    isNotTold: [trail({})],
  },
  {
    rule: 'cloud-trail-log-file-validation-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ logFileValidationEnabled: true }), trail({ EnableLogFileValidation: true })],
    violates: [[trail({ logFileValidationEnabled: false }), 'not signed']],
    isNotTold: [trail({})],
  },
  {
    rule: 'cloud-trail-encryption-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/k' })],
    violates: [[trail({}), 'not encrypted']],
    isNotTold: [config({ name: 'org' })],
  },
];
