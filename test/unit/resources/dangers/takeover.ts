/** Calls that take from an account what is its own, or use it at its expense, and their harmless likes. */
import type { Case } from './judge.ts';

const domainName = 'example.com';
const handshake = (action: string) => ({
  request: { handshakeId: 'h-1' },
  response: {
    handshake: {
      action,
      parties: [
        { id: '111122223333', type: 'ACCOUNT' },
        { id: 'o-a1b2c3d4e5', type: 'ORGANIZATION' },
      ],
    },
  },
});

export const takeoverCases: readonly Case[] = [
  [
    'domain-transferred-to-other-account',
    'route53domains:TransferDomainToAnotherAwsAccount',
    'domain example.com belongs to account 444455556666 as soon as that account accepts it',
    { request: { domainName, accountId: '444455556666' } },
    'always fires',
  ],
  [
    'domain-transfer-unlocked',
    'route53domains:DisableDomainTransferLock',
    'domain example.com can be transferred to another registrar',
    { request: { domainName } },
    'always fires',
  ],
  [
    'domain-transfer-code-retrieved',
    'route53domains:RetrieveDomainAuthCode',
    'whoever has the code can transfer domain example.com to another registrar',
    { request: { domainName } },
    'always fires',
  ],
  [
    'domain-name-servers-changed',
    'route53domains:UpdateDomainNameservers',
    'every name of domain example.com is answered by ns1.example.net and ns2.example.net',
    { request: { domainName, nameservers: [{ name: 'ns1.example.net' }, { name: 'ns2.example.net' }] } },
    'always fires',
  ],
  [
    'hosted-zone-deleted',
    'route53:DeleteHostedZone',
    'names of hosted zone Z1 are answered no more, or by whoever takes them over',
    { request: { id: 'Z1' } },
    'always fires',
  ],
  [
    'root-email-changed',
    'account:AcceptPrimaryEmailUpdate',
    'whoever reads another mailbox can reset the password of the root user of account 444455556666',
    { request: { accountId: '444455556666' } },
    'always fires',
  ],
  [
    'security-contact-changed',
    'account:PutAlternateContact',
    'AWS writes to somebody else where it finds something wrong in account 111122223333',
    { request: { alternateContactType: 'SECURITY' } },
    { request: { alternateContactType: 'BILLING' } },
  ],
  [
    'security-contact-changed',
    'account:DeleteAlternateContact',
    'AWS writes to nobody but the root user where it finds something wrong in account 444455556666',
    { request: { accountId: '444455556666', alternateContactType: 'SECURITY' } },
    { request: { accountId: '444455556666', alternateContactType: 'OPERATIONS' } },
  ],
  [
    'region-enabled',
    'account:EnableRegion',
    'account 111122223333 can be used in region ap-southeast-3, where nothing watches it that was not turned on there',
    { request: { regionName: 'ap-southeast-3' } },
    'always fires',
  ],
  [
    'email-sending-on',
    'ses:PutAccountSendingAttributes',
    'email can be sent from the account again',
    { request: { sendingEnabled: true } },
    { request: { sendingEnabled: false } },
  ],
  [
    'email-production-access-requested',
    'ses:PutAccountDetails',
    'email can be sent from the account to every address once AWS agrees',
    { request: { mailType: 'MARKETING', productionAccessEnabled: true } },
    { request: { mailType: 'MARKETING', productionAccessEnabled: false } },
  ],
  [
    'model-agreement-made',
    'bedrock:CreateFoundationModelAgreement',
    'the account pays for what model m is asked',
    { request: { modelId: 'm' } },
    'always fires',
  ],
  [
    'organization-joined',
    'organizations:AcceptHandshake',
    'whoever runs organization o-a1b2c3d4e5 rules over account 111122223333, and can close it',
    handshake('INVITE'),
    handshake('ENABLE_ALL_FEATURES'),
  ],
  [
    'account-closed',
    'organizations:CloseAccount',
    'nothing in account 444455556666 can be used any more, and all of it is deleted after 90 days',
    { request: { accountId: '444455556666' } },
    'always fires',
  ],
  [
    'database-password-changed',
    'rds:ModifyDBInstance',
    'whoever set the new master password can read and change all that database orders holds',
    { request: { dBInstanceIdentifier: 'orders', masterUserPassword: '****' } },
    { request: { dBInstanceIdentifier: 'orders', manageMasterUserPassword: true } },
  ],
  [
    'database-password-changed',
    'redshift:ModifyCluster',
    'whoever set the new master password can read and change all that Redshift cluster dw holds',
    { request: { clusterIdentifier: 'dw', masterUserPassword: '****' } },
    { request: { clusterIdentifier: 'dw', masterUserPassword: null } },
  ],
  [
    'service-credentials-created',
    'iam:CreateServiceSpecificCredential',
    'user mailer has new credentials that hold for 365 days',
    { request: { userName: 'mailer', serviceName: 'bedrock.amazonaws.com', credentialAgeDays: 365 } },
    'always fires',
  ],
];
