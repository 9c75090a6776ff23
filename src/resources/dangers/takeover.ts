/** What is taken from an account for good, or used at its expense: its names, its root user, its mail, its models, its regions. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, text, texts } from '../read.ts';
import { named, nameIn } from '../words.ts';

const domain = ({ request }: CallByPrincipal): string => named('domain', text(request, 'domainName'));

/** The member that the management account names, or the caller's own. */
const accountOf = ({ request, account }: CallByPrincipal): string =>
  named('account', text(request, 'accountId') ?? account ?? undefined);

const domains = 'https://docs.aws.amazon.com/Route53/latest/APIReference/';

export const takeoverRules: readonly DangerRule[] = [
  {
    rule: 'domain-transferred-to-other-account',
    severity: 'high',
    source: `${domains}API_domains_TransferDomainToAnotherAwsAccount.html`,
    calls: callsOf('route53domains', 'TransferDomainToAnotherAwsAccount'),
    reason: (call) =>
      `${domain(call)} belongs to ${named('account', text(call.request, 'accountId'))} as soon as that account accepts it`,
  },
  {
    rule: 'domain-transfer-unlocked',
    severity: 'medium',
    source: `${domains}API_domains_DisableDomainTransferLock.html`,
    calls: callsOf('route53domains', 'DisableDomainTransferLock'),
    reason: (call) => `${domain(call)} can be transferred to another registrar`,
  },
  {
    rule: 'domain-transfer-code-retrieved',
    severity: 'medium',
    source: `${domains}API_domains_RetrieveDomainAuthCode.html`,
    calls: callsOf('route53domains', 'RetrieveDomainAuthCode'),
    reason: (call) => `whoever has the code can transfer ${domain(call)} to another registrar`,
  },
  {
    rule: 'domain-name-servers-changed',
    severity: 'medium',
    source: `${domains}API_domains_UpdateDomainNameservers.html`,
    calls: callsOf('route53domains', 'UpdateDomainNameservers'),
    reason: (call) => {
      const servers = texts(call.request, 'nameservers', 'name');
      return `every name of ${domain(call)} is answered by ${enumerate(servers) || 'other servers'}`;
    },
  },
  {
    rule: 'hosted-zone-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html',
    calls: callsOf('route53', 'DeleteHostedZone'),
    reason: ({ request }) =>
      `names of ${named('hosted zone', text(request, 'id'))} are answered no more, or by whoever takes them over`,
  },
  {
    rule: 'root-email-changed',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html',
    calls: callsOf('account', 'AcceptPrimaryEmailUpdate'),
    reason: (call) => `whoever reads another mailbox can reset the password of the root user of ${accountOf(call)}`,
  },
  {
    rule: 'security-contact-changed',
    severity: 'medium',
    source: 'Security Hub Account.1',
    calls: callsOf('account', 'PutAlternateContact', 'DeleteAlternateContact'),
    reason: (call) => {
      if (text(call.request, 'alternateContactType') !== 'SECURITY') return undefined;
      const whom = call.eventName === 'DeleteAlternateContact' ? 'nobody but the root user' : 'somebody else';
      return `AWS writes to ${whom} where it finds something wrong in ${accountOf(call)}`;
    },
  },
  {
    rule: 'region-enabled',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html',
    calls: callsOf('account', 'EnableRegion'),
    reason: (call) =>
      `${accountOf(call)} can be used in ${named('region', text(call.request, 'regionName'))}, where nothing watches it that was not turned on there`,
  },
  {
    rule: 'email-sending-on',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/monitoring-sender-reputation-pausing.html',
    calls: callsOf('ses', 'UpdateAccountSendingEnabled', 'PutAccountSendingAttributes'),
    reason: ({ request }) =>
      flag(request, 'enabled') === true || flag(request, 'sendingEnabled') === true
        ? 'email can be sent from the account again'
        : undefined,
  },
  {
    rule: 'email-production-access-requested',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
    calls: callsOf('ses', 'PutAccountDetails'),
    reason: ({ request }) =>
      flag(request, 'productionAccessEnabled') === true
        ? 'email can be sent from the account to every address once AWS agrees'
        : undefined,
  },
  {
    rule: 'model-agreement-made',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html',
    calls: callsOf('bedrock', 'CreateFoundationModelAgreement', 'PutFoundationModelEntitlement'),
    reason: (call) => `the account pays for what ${named('model', nameIn(call, 'modelId'))} is asked`,
  },
];
