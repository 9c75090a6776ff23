/**
 * Amazon SES: who may send mail in whose name, and how much. Stolen keys often send mail with it.
 * https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html
 */
import { flag, text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

/** A domain or an address from which mail is sent. */
const identity = (call: Call): string =>
  named('email identity', nameIn(call, 'emailIdentity', 'domain', 'emailAddress', 'identity'));

const onIdentity =
  (words: string): Sentence =>
  (call) =>
    `${words} ${identity(call)}`;

const turned = (isOn: boolean | undefined, what: string): string => `turned ${isOn === false ? 'off' : 'on'} ${what}`;

const configurationSet = (call: Call): string =>
  named('configuration set', text(call.request, 'configurationSetName', 'configurationSet.name'));

/** The rest of the request, and every address, is hidden in the record. */
const account: Sentence = ({ request }) => {
  const wantsProduction = flag(request, 'productionAccessEnabled');
  return wantsProduction === true
    ? `asked for production access of SES${inBrackets(text(request, 'mailType')?.toLowerCase())}`
    : 'changed the account details of SES';
};

export const ses: Service = {
  name: 'ses',
  title: 'SES',
  eventSources: ['ses.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    UpdateAccountSendingEnabled: ({ request }) => turned(flag(request, 'enabled'), 'sending of the account'),
    PutAccountSendingAttributes: ({ request }) => turned(flag(request, 'sendingEnabled'), 'sending of the account'),
    PutAccountDetails: account,
    PutAccountSuppressionAttributes: () => 'changed which addresses are suppressed',
    PutAccountDedicatedIpWarmupAttributes: () => 'changed the warm-up of dedicated IP addresses',
    CreateEmailIdentity: onIdentity('created'),
    DeleteEmailIdentity: onIdentity('deleted'),
    DeleteIdentity: onIdentity('deleted'),
    VerifyDomainIdentity: onIdentity('began to verify'),
    VerifyEmailIdentity: onIdentity('began to verify'),
    VerifyEmailAddress: onIdentity('began to verify'),
    VerifyDomainDkim: onIdentity('began to verify DKIM of'),
    PutEmailIdentityDkimAttributes: onIdentity('changed DKIM of'),
    PutEmailIdentityMailFromAttributes: onIdentity('changed the MAIL FROM domain of'),
    CreateEmailIdentityPolicy: onIdentity('created a sending policy of'),
    UpdateEmailIdentityPolicy: onIdentity('changed a sending policy of'),
    DeleteEmailIdentityPolicy: onIdentity('deleted a sending policy of'),
    PutIdentityPolicy: onIdentity('set a sending policy of'),
    DeleteIdentityPolicy: onIdentity('deleted a sending policy of'),
    CreateConfigurationSet: (call) => `created ${configurationSet(call)}`,
    DeleteConfigurationSet: (call) => `deleted ${configurationSet(call)}`,
    PutConfigurationSetSendingOptions: (call) =>
      turned(flag(call.request, 'sendingEnabled'), `sending by ${configurationSet(call)}`),
    UpdateConfigurationSetSendingEnabled: (call) =>
      turned(flag(call.request, 'enabled'), `sending by ${configurationSet(call)}`),
    PutSuppressedDestination: () => 'added an address to those that are suppressed',
    DeleteSuppressedDestination: () => 'removed an address from those that are suppressed',
    CreateReceiptRule: did('created', 'receipt rule', 'rule.name'),
    UpdateReceiptRule: did('changed', 'receipt rule', 'rule.name'),
    DeleteReceiptRule: did('deleted', 'receipt rule', 'ruleName'),
    SetActiveReceiptRuleSet: did('activated', 'receipt rule set', 'ruleSetName'),
    SendEmail: () => 'sent an email',
    SendRawEmail: () => 'sent an email',
    SendBulkEmail: () => 'sent emails in bulk',
    SendTemplatedEmail: () => 'sent an email by a template',
    SendBulkTemplatedEmail: () => 'sent emails in bulk by a template',
  }),
};
