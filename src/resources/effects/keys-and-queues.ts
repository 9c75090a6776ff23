/** What the calls of KMS, Secrets Manager, Systems Manager, SNS and SQS do to their configuration. */
import type { JsonValue } from '../../model/json.ts';
import {
  built,
  type Effects,
  type EffectsOfCall,
  gain,
  lose,
  partOf,
  resource,
  set,
  setEach,
  sets,
  setTo,
  tagged,
  unset,
  untagged,
  type Writer,
} from '../effect.ts';
import { text } from '../read.ts';

const key = resource('AWS::KMS::Key', 'keyId', 'response.keyMetadata.keyId', 'targetKeyId');
const keyPolicy = 'supplementaryConfiguration.Policy';

export const kmsEffects: Effects = {
  CreateKey: key.creates(
    sets('configuration', 'description keyUsage origin multiRegion response.keyMetadata.keyState'),
    set(keyPolicy, 'policy'),
    tagged('tags'),
  ),
  PutKeyPolicy: key.changes(set(keyPolicy, 'policy')),
  DisableKey: key.changes(setTo('configuration.enabled', false), setTo('configuration.keyState', 'Disabled')),
  EnableKey: key.changes(setTo('configuration.enabled', true), setTo('configuration.keyState', 'Enabled')),
  ScheduleKeyDeletion: key.changes(
    setTo('configuration.enabled', false),
    setTo('configuration.keyState', 'PendingDeletion'),
    sets('configuration', 'response.deletionDate'),
  ),
  CancelKeyDeletion: key.changes(setTo('configuration.keyState', 'Disabled'), unset('configuration.deletionDate')),
  EnableKeyRotation: key.changes(setTo('supplementaryConfiguration.KeyRotationStatus', true)),
  DisableKeyRotation: key.changes(setTo('supplementaryConfiguration.KeyRotationStatus', false)),
  CreateGrant: key.changes(
    gain(
      'supplementaryConfiguration.Grants',
      built({
        grantId: 'response.grantId',
        granteePrincipal: 'granteePrincipal',
        operations: 'operations',
        constraints: 'constraints',
      }),
    ),
  ),
  RevokeGrant: key.changes(lose('supplementaryConfiguration.Grants', built({ grantId: 'grantId' }))),
  CreateAlias: resource('AWS::KMS::Alias', 'aliasName').creates(sets('configuration', 'aliasName targetKeyId')),
  UpdateAlias: resource('AWS::KMS::Alias', 'aliasName').changes(sets('configuration', 'targetKeyId')),
  DeleteAlias: resource('AWS::KMS::Alias', 'aliasName').deletes(),
};

const secret = resource('AWS::SecretsManager::Secret', 'response.aRN', 'secretId', 'name');

export const secretsmanagerEffects: Effects = {
  CreateSecret: secret.createsNamed('name', sets('configuration', 'name description kmsKeyId')),
  DeleteSecret: secret.deletes(),
  RestoreSecret: secret.changes(setTo('configuration.deletedDate', null)),
  UpdateSecret: secret.changes(sets('configuration', 'description kmsKeyId response.versionId>currentVersionId')),
  PutSecretValue: secret.changes(sets('configuration', 'response.versionId>currentVersionId')),
  RotateSecret: secret.changes(
    sets('configuration', 'rotationLambdaARN rotationRules'),
    setTo('configuration.rotationEnabled', true),
  ),
  CancelRotateSecret: secret.changes(setTo('configuration.rotationEnabled', false)),
  PutResourcePolicy: secret.changes(set('supplementaryConfiguration.ResourcePolicy', 'resourcePolicy')),
  DeleteResourcePolicy: secret.changes(unset('supplementaryConfiguration.ResourcePolicy')),
  ReplicateSecretToRegions: secret.changes(gain('configuration.replicationStatus', 'addReplicaRegions')),
};

const parameter = resource('AWS::SSM::Parameter', 'name', 'names');
const document = resource('AWS::SSM::Document', 'name');

const value = sets('configuration', 'type value description keyId tier response.version');
const [created, changed] = [parameter.creates(value), parameter.changes(value)];

/** The first version is that of a new parameter: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const put: EffectsOfCall = (call) => (text(call.response, 'version') === '1' ? created(call) : changed(call));

/**
 * Who a document is open to. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html
 */
const shared = 'configuration.accountIds';

export const ssmEffects: Effects = {
  PutParameter: put,
  DeleteParameter: parameter.deletes(),
  DeleteParameters: parameter.deletes(),
  CreateDocument: document.creates(sets('configuration', 'name documentType documentFormat content')),
  UpdateDocument: document.changes(sets('configuration', 'content documentVersion')),
  DeleteDocument: document.deletes(),
  ModifyDocumentPermission: document.changes(gain(shared, 'accountIdsToAdd'), lose(shared, 'accountIdsToRemove')),
};

const topic = resource('AWS::SNS::Topic', 'topicArn', 'response.topicArn', 'resourceArn');

/** One attribute: its name and value are separate parameters. */
const attribute: Writer = (call) => {
  const [name, value] = [text(call.request, 'attributeName'), partOf(call, 'attributeValue')];
  return name === undefined ? [] : [{ op: 'set', path: ['configuration', name], value: (value as JsonValue) ?? '' }];
};

export const snsEffects: Effects = {
  CreateTopic: topic.createsNamed('name', setEach('configuration', 'attributes'), tagged('tags')),
  DeleteTopic: topic.deletes(),
  SetTopicAttributes: topic.changes(attribute),
  Subscribe: topic.changes(
    gain(
      'configuration.Subscription',
      built({ protocol: 'protocol', endpoint: 'endpoint', subscriptionArn: 'response.subscriptionArn' }),
    ),
  ),
  TagResource: topic.changes(tagged('tags')),
  UntagResource: topic.changes(untagged('tagKeys')),
};

const queue = resource('AWS::SQS::Queue', 'queueUrl', 'response.queueUrl');

export const sqsEffects: Effects = {
  CreateQueue: queue.createsNamed('queueName', setEach('configuration', 'attributes'), tagged('tags')),
  DeleteQueue: queue.deletes(),
  SetQueueAttributes: queue.changes(setEach('configuration', 'attributes')),
  AddPermission: queue.changes(
    gain('configuration.Policy.Statement', (call) => {
      const { request } = call;
      const [label, ids, names] = [
        text(request, 'label'),
        partOf(call, 'aWSAccountIds') ?? partOf(call, 'AWSAccountIds'),
        partOf(call, 'actions'),
      ];
      return label === undefined
        ? []
        : [{ Sid: label, Effect: 'Allow', Principal: { AWS: ids ?? null }, Action: names ?? null }];
    }),
  ),
  RemovePermission: queue.changes(lose('configuration.Policy.Statement', built({ Sid: 'label' }))),
  TagQueue: queue.changes(tagged('tags')),
  UntagQueue: queue.changes(untagged('tagKeys')),
};
