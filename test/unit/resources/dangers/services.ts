/** Calls of services that watch, share, let people in or hold data catalogs, and look-alikes that are harmless. */
import { allowing, type Case } from './judge.ts';

const permissionSet = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const assignment = (targetId: string, principalType = 'USER') => ({
  request: { targetId, targetType: 'AWS_ACCOUNT', principalType, principalId: '9448', permissionSetArn: permissionSet },
});
const shareWith = (...principals: readonly string[]) => ({ request: { name: 'network', principals: [...principals] } });
const encryption = (catalogEncryptionMode: string, returnConnectionPasswordEncrypted: boolean) => ({
  request: {
    dataCatalogEncryptionSettings: {
      encryptionAtRest: { catalogEncryptionMode },
      connectionPasswordEncryption: { returnConnectionPasswordEncrypted },
    },
  },
});
const automation = (Status: string) => ({
  request: {
    RuleName: 'quiet',
    Actions: [{ Type: 'FINDING_FIELDS_UPDATE', FindingFieldsUpdate: { Workflow: { Status } } }],
  },
});
const associations = (AssociationStatus: string) => ({
  request: {
    StandardsControlAssociationUpdates: [
      { StandardsArn: 'arn:aws:securityhub:::standard', SecurityControlId: 'IAM.1', AssociationStatus },
    ],
  },
});
const standardsControl = (ControlStatus: string) => ({
  request: {
    StandardsControlArn:
      'arn:aws:securityhub:us-east-1:111122223333:control/aws-foundational-security-best-practices/v/1.0.0/S3.1',
    ControlStatus,
  },
});

const people: readonly Case[] = [
  [
    'identity-center-account-assigned',
    'sso:CreateAccountAssignment',
    'Identity Center user 9448 may enter account 111122223333, which runs Identity Center, with permission set ps-1',
    assignment('111122223333'),
    assignment('444455556666'),
  ],
  [
    'identity-center-account-assigned',
    'sso:CreateAccountAssignment',
    'Identity Center group 9448 may enter account 111122223333, which runs Identity Center, with permission set ps-1',
    assignment('111122223333', 'GROUP'),
    { ...assignment('111122223333'), account: null },
  ],
  [
    'administrator-policy-attached',
    'sso:AttachManagedPolicyToPermissionSet',
    'permission set ps-1 may do everything (AdministratorAccess)',
    { request: { permissionSetArn: permissionSet, managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    { request: { permissionSetArn: permissionSet, managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
  ],
  [
    'administrator-rights-granted',
    'sso:PutInlinePolicyToPermissionSet',
    'permission set ps-1 allows every action on every resource',
    { request: { permissionSetArn: permissionSet, inlinePolicy: allowing({ Action: '*' }) } },
    { request: { permissionSetArn: permissionSet, inlinePolicy: allowing({ Action: 's3:GetObject' }) } },
  ],
  [
    'identity-center-password-reset',
    'sso-directory:UpdatePassword',
    'Identity Center user 9448 signs in with a new password',
    { request: { userId: '9448' } },
    'always fires',
  ],
  [
    'identity-source-changed',
    'sso-directory:EnableExternalIdPConfigurationForDirectory',
    'an external identity provider vouches for who comes in by Identity Center',
    {},
    'always fires',
  ],
  [
    'identity-source-changed',
    'sso:AssociateDirectory',
    'another directory vouches for who comes in by Identity Center',
    {},
    'always fires',
  ],
  [
    'user-pool-mfa-off',
    'cognito-idp:UpdateUserPool',
    'users of user pool u sign in with a password alone',
    { request: { userPoolId: 'u', mfaConfiguration: 'OFF' } },
    { request: { userPoolId: 'u', mfaConfiguration: 'OPTIONAL' } },
  ],
  [
    'user-pool-deletion-protection-off',
    'cognito-idp:UpdateUserPool',
    'user pool u is not protected from deletion',
    { request: { userPoolId: 'u', deletionProtection: 'INACTIVE' } },
    { request: { userPoolId: 'u', deletionProtection: 'ACTIVE' } },
  ],
  [
    'user-pool-deleted',
    'cognito-idp:DeleteUserPool',
    'the users of user pool u are lost',
    { request: { userPoolId: 'u' } },
    'always fires',
  ],
  [
    'identity-pool-lets-in-guests',
    'cognito-identity:UpdateIdentityPool',
    'identity pool us-east-1:1a gives AWS credentials to whoever asks, without signing in',
    { request: { identityPoolId: 'us-east-1:1a', allowUnauthenticatedIdentities: true } },
    { request: { identityPoolId: 'us-east-1:1a', allowUnauthenticatedIdentities: false } },
  ],
  [
    'identity-pool-role-for-guests',
    'cognito-identity:SetIdentityPoolRoles',
    'whoever does not sign in has role guest by identity pool us-east-1:1a',
    {
      request: { identityPoolId: 'us-east-1:1a', roles: { unauthenticated: 'arn:aws:iam::111122223333:role/guest' } },
    },
    { request: { identityPoolId: 'us-east-1:1a', roles: { authenticated: 'arn:aws:iam::111122223333:role/app' } } },
  ],
];

const shares: readonly Case[] = [
  [
    'resource-share-with-other-account',
    'ram:AssociateResourceShare',
    'resource share network is open to account 444455556666',
    shareWith('444455556666', 'arn:aws:organizations::444455556666:organization/o-1'),
    // the management account of our own organization is not the account that shares
    shareWith('111122223333', 'arn:aws:organizations::444455556666:ou/o-1/ou-ab12-c3d4e5f6'),
  ],
];

const watchers: readonly Case[] = [
  [
    'macie-disabled',
    'macie2:UpdateMacieSession',
    'Macie no longer looks for sensitive data in the account',
    { request: { status: 'PAUSED' } },
    { request: { findingPublishingFrequency: 'ONE_HOUR' } },
  ],
  [
    'macie-findings-suppressed',
    'macie2:CreateFindingsFilter',
    'findings that filter quiet of Macie matches are hidden',
    { request: { name: 'quiet', action: 'ARCHIVE' } },
    { request: { name: 'quiet', action: 'NOOP' } },
  ],
  [
    'inspector-disabled',
    'inspector2:Disable',
    'Inspector no longer looks for vulnerabilities in EC2 and ECR of account 444455556666',
    { request: { resourceTypes: ['EC2', 'ECR'], accountIds: ['444455556666'] } },
    'always fires',
  ],
  [
    'inspector-disabled',
    'inspector2:Disable',
    'Inspector no longer looks for vulnerabilities in account 111122223333',
    {},
    'always fires',
  ],
  [
    'inspector-findings-suppressed',
    'inspector2:CreateFilter',
    'findings that filter quiet of Inspector matches are hidden',
    { request: { name: 'quiet', action: 'SUPPRESS' } },
    { request: { name: 'quiet', action: 'NONE' } },
  ],
  [
    'access-analyzer-findings-archived',
    'access-analyzer:CreateArchiveRule',
    'findings that archive rule quiet of analyzer outside matches are hidden',
    { request: { analyzerName: 'outside', ruleName: 'quiet' } },
    'always fires',
  ],
  [
    'security-hub-findings-suppressed',
    'securityhub:CreateAutomationRule',
    'findings that automation rule quiet of Security Hub matches are hidden',
    automation('SUPPRESSED'),
    automation('NOTIFIED'),
  ],
  [
    'security-hub-findings-suppressed',
    'securityhub:BatchUpdateAutomationRules',
    'findings that an automation rule of Security Hub matches are hidden',
    { request: { UpdateAutomationRulesRequestItems: [automation('SUPPRESSED').request] } },
    { request: { UpdateAutomationRulesRequestItems: [{ RuleArn: 'r', RuleStatus: 'DISABLED' }] } },
  ],
  [
    'security-hub-control-disabled',
    'securityhub:BatchUpdateStandardsControlAssociations',
    'Security Hub no longer checks IAM.1',
    associations('DISABLED'),
    associations('ENABLED'),
  ],
  [
    'security-hub-control-disabled',
    'securityhub:UpdateStandardsControl',
    'Security Hub no longer checks S3.1',
    standardsControl('DISABLED'),
    standardsControl('ENABLED'),
  ],
  [
    'findings-member-released',
    'securityhub:DisassociateMembers',
    'Security Hub no longer shows findings of account 444455556666 to its administrator',
    { request: { AccountIds: ['444455556666'] } },
    'always fires',
  ],
  [
    'findings-member-released',
    'macie2:DisassociateFromAdministratorAccount',
    'Macie no longer shows findings of account 111122223333 to its administrator',
    {},
    'always fires',
  ],
  [
    'model-invocation-logging-off',
    'bedrock:DeleteModelInvocationLoggingConfiguration',
    'what models are asked and answer is no longer logged',
    {},
    'always fires',
  ],
  [
    'delivery-stream-deleted',
    'firehose:DeleteDeliveryStream',
    'nothing is delivered by delivery stream waf-logs any more',
    { request: { deliveryStreamName: 'waf-logs' } },
    'always fires',
  ],
];

const data: readonly Case[] = [
  [
    'delivery-stream-encryption-removed',
    'firehose:StopDeliveryStreamEncryption',
    'delivery stream waf-logs is stored unencrypted',
    { request: { deliveryStreamName: 'waf-logs' } },
    'always fires',
  ],
  [
    'data-catalog-encryption-off',
    'glue:PutDataCatalogEncryptionSettings',
    'the data catalog of the account is stored unencrypted',
    encryption('DISABLED', false),
    encryption('SSE-KMS', true),
  ],
  [
    'data-catalog-encryption-off',
    'glue:PutDataCatalogEncryptionSettings',
    'passwords of connections in the data catalog are returned unencrypted',
    encryption('SSE-KMS', false),
    { request: {} },
  ],
  [
    'query-results-encryption-removed',
    'athena:UpdateWorkGroup',
    'query results of workgroup analysts have no encryption of their own any more',
    {
      request: {
        workGroup: 'analysts',
        configurationUpdates: { resultConfigurationUpdates: { removeEncryptionConfiguration: true } },
      },
    },
    { request: { workGroup: 'analysts', configurationUpdates: { bytesScannedCutoffPerQuery: 10_000_000 } } },
  ],
];

export const serviceCases: readonly Case[] = [...people, ...shares, ...watchers, ...data];
