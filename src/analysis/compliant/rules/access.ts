/** Rules on who may do what, and on logging: policies, keys, functions, topics, queues, trails. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import { allowStatements, reachOfPolicy, strings } from '../../../resources/dangers/policy-reach.ts';
import { enumerate, flag, list, objects, text, valueAt } from '../../../resources/read.ts';
import {
  complies,
  configurationOf,
  type DerivedRule,
  doesNotApply,
  hasSupplement,
  type Judge,
  pageOf,
  policyIn,
  violates,
  where,
} from './rule.ts';

const isEverything = (action: string) => action === '*' || action === '*:*';

/** The documents of the default version; older items hold each of them in a list. */
function defaultDocuments(item: ConfigurationItem): readonly JsonObject[] {
  return objects(configurationOf(item), 'policyVersionList')
    .filter((version) => flag(version, 'isDefaultVersion') === true)
    .flatMap((version) => {
      const found = valueAt(version, 'document');
      const all: readonly (JsonValue | undefined)[] = Array.isArray(found) ? found : [found];
      return all.map(policyIn).filter((document) => document !== undefined);
    });
}

/** What a resource's own policy allows everyone to do. */
const noPublicPolicy =
  (policyOf: (item: ConfigurationItem) => JsonValue | undefined, isTold: Told): Judge =>
  (item) => {
    const policy = policyIn(policyOf(item));
    if (policy === undefined) return isTold(item) ? complies : undefined;
    const { anyone } = reachOfPolicy(policy, item.account);
    return anyone.length === 0 ? complies : violates(`its policy allows anyone to ${enumerate(anyone)}`);
  };
/** Whether a missing policy in an item means that there is none. */
type Told = (item: ConfigurationItem) => boolean;

const isManagedByAws = (item: ConfigurationItem): boolean => text(configurationOf(item), 'keyManager') === 'AWS';

const ofCustomer =
  (judge: Judge): Judge =>
  (item) =>
    isManagedByAws(item) ? doesNotApply : judge(item);

/** The key's rotation: a boolean, or an object with one. */
function rotationOf({ supplementaryConfiguration }: ConfigurationItem): boolean | undefined {
  return (
    flag(supplementaryConfiguration, 'KeyRotationStatus') ??
    flag(supplementaryConfiguration, 'KeyRotationStatus.keyRotationEnabled')
  );
}

const trail = ['AWS::CloudTrail::Trail'];

export const accessRules: readonly DerivedRule[] = [
  {
    name: 'iam-policy-no-statements-with-admin-access',
    identifier: 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
    types: ['AWS::IAM::Policy'],
    source: pageOf('iam-policy-no-statements-with-admin-access'),
    judge: (item) => {
      const documents = defaultDocuments(item);
      if (documents.length === 0) return undefined;
      const isAdmin = documents
        .flatMap((each) => allowStatements(each))
        .some(
          (statement) =>
            strings(statement, 'Action').some(isEverything) &&
            strings(statement, 'Resource').some((each) => each === '*'),
        );
      return isAdmin ? violates('it allows everything on everything') : complies;
    },
  },
  {
    name: 'cmk-backing-key-rotation-enabled',
    identifier: 'CMK_BACKING_KEY_ROTATION_ENABLED',
    types: ['AWS::KMS::Key'],
    source: pageOf('cmk-backing-key-rotation-enabled'),
    judge: ofCustomer((item) => {
      const configuration = configurationOf(item);
      const spec = text(configuration, 'keySpec', 'customerMasterKeySpec');
      // only symmetric keys with key material from KMS can rotate automatically
      if (spec !== undefined && spec !== 'SYMMETRIC_DEFAULT') return doesNotApply;
      if ((text(configuration, 'origin') ?? 'AWS_KMS') !== 'AWS_KMS') return doesNotApply;
      const isRotated = rotationOf(item);
      if (isRotated === undefined) return undefined;
      return isRotated ? complies : violates('it is not rotated');
    }),
  },
  {
    name: 'kms-cmk-not-scheduled-for-deletion',
    identifier: 'KMS_CMK_NOT_SCHEDULED_FOR_DELETION',
    types: ['AWS::KMS::Key'],
    source: pageOf('kms-cmk-not-scheduled-for-deletion'),
    judge: ofCustomer((item) => {
      const state = text(configurationOf(item), 'keyState');
      if (state === undefined) return undefined;
      return state === 'PendingDeletion' ? violates('it is scheduled for deletion') : complies;
    }),
  },
  {
    name: 'lambda-function-public-access-prohibited',
    identifier: 'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED',
    types: ['AWS::Lambda::Function'],
    source: pageOf('lambda-function-public-access-prohibited'),
    judge: noPublicPolicy(({ supplementaryConfiguration }) => supplementaryConfiguration['Policy'], hasSupplement),
  },
  {
    name: 'sns-topic-no-public-access',
    identifier: 'SNS_TOPIC_NO_PUBLIC_ACCESS',
    types: ['AWS::SNS::Topic'],
    source: pageOf('sns-topic-no-public-access'),
    judge: noPublicPolicy(
      (item) => valueAt(configurationOf(item), 'policy'),
      (item) => text(configurationOf(item), 'topicArn') !== undefined,
    ),
  },
  {
    name: 'sqs-queue-no-public-access',
    identifier: 'SQS_QUEUE_NO_PUBLIC_ACCESS',
    types: ['AWS::SQS::Queue'],
    source: pageOf('sqs-queue-no-public-access'),
    judge: noPublicPolicy(
      (item) => valueAt(configurationOf(item), 'policy'),
      (item) => text(configurationOf(item), 'queueArn', 'arn') !== undefined,
    ),
  },
  {
    name: 'cloudtrail-enabled',
    identifier: 'CLOUD_TRAIL_ENABLED',
    types: trail,
    source: pageOf('cloudtrail-enabled'),
    judge: where(
      (item) => flag(configurationOf(item), 'isLogging') ?? flag(item.supplementaryConfiguration, 'isLogging'),
      'the trail does not log',
    ),
  },
  {
    name: 'cloud-trail-log-file-validation-enabled',
    identifier: 'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED',
    types: trail,
    source: pageOf('cloud-trail-log-file-validation-enabled'),
    judge: where((item) => {
      const configuration = configurationOf(item);
      return flag(configuration, 'logFileValidationEnabled') ?? flag(configuration, 'enableLogFileValidation');
    }, 'its log files are not signed'),
  },
  {
    name: 'cloud-trail-encryption-enabled',
    identifier: 'CLOUD_TRAIL_ENCRYPTION_ENABLED',
    types: trail,
    source: pageOf('cloud-trail-encryption-enabled'),
    judge: (item) => {
      const configuration = configurationOf(item);
      if (list(configuration, 's3BucketName').length === 0) return undefined;
      return text(configuration, 'kmsKeyId', 'KMSKeyId') === undefined
        ? violates('its log files are not encrypted with a key of KMS')
        : complies;
    },
  },
];
