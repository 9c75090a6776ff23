/** What an account is at its root: whom AWS writes to, its domains, its mail. */
import { expect, test } from 'vitest';
import { account } from '../../../../src/resources/services/account.ts';
import { route53domains } from '../../../../src/resources/services/route53domains.ts';
import { ses } from '../../../../src/resources/services/ses.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['changed the security contact', 'PutAlternateContact', { request: { alternateContactType: 'SECURITY' } }],
  [
    'removed the billing contact of account 444455556666',
    'DeleteAlternateContact',
    { request: { alternateContactType: 'BILLING', accountId: '444455556666' } },
  ],
  ['enabled region ap-southeast-3', 'EnableRegion', { request: { regionName: 'ap-southeast-3' } }],
  [
    'changed the e-mail address of the root user of account 444455556666',
    'AcceptPrimaryEmailUpdate',
    { request: { accountId: '444455556666' } },
  ],
])('account: %s', (expected, eventName, members) => {
  expect(say(account, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'transferred domain example.com to account 444455556666',
    'TransferDomainToAnotherAwsAccount',
    { request: { domainName: 'example.com', accountId: '444455556666' } },
  ],
  [
    'unlocked the transfer of domain example.com',
    'DisableDomainTransferLock',
    { request: { domainName: 'example.com' } },
  ],
  [
    'changed the name servers of domain example.com to ns1.example.net',
    'UpdateDomainNameservers',
    { request: { domainName: 'example.com', nameservers: [{ name: 'ns1.example.net' }] } },
  ],
])('domains: %s', (expected, eventName, members) => {
  expect(say(route53domains, eventName, members)).toBe(expected);
});

test.each<Row>([
  ['turned on sending of the account', 'UpdateAccountSendingEnabled', { request: { enabled: true } }],
  ['turned off sending of the account', 'PutAccountSendingAttributes', { request: { sendingEnabled: false } }],
  [
    'asked for production access of SES (marketing)',
    'PutAccountDetails',
    { request: { productionAccessEnabled: true, mailType: 'MARKETING' } },
  ],
  ['changed the account details of SES', 'PutAccountDetails', { request: { mailType: 'MARKETING' } }],
  ['created email identity example.com', 'CreateEmailIdentity', { request: { emailIdentity: 'example.com' } }],
  ['began to verify email identity example.com', 'VerifyDomainIdentity', { request: { domain: 'example.com' } }],
  ['sent an email', 'SendEmail', {}],
])('mail: %s', (expected, eventName, members) => {
  expect(say(ses, eventName, members)).toBe(expected);
});
