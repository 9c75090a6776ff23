/**
 * Amazon Route 53 domain registration: whose a name is, and who answers for it.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Domains.html
 */
import { enumerate, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { named } from '../words.ts';

const domain = ({ request }: Call): string => named('domain', text(request, 'domainName'));

const onDomain =
  (words: string): Sentence =>
  (call) =>
    `${words} ${domain(call)}`;

/** A domain goes from one account to the other once that one accepts it. */
const toAccount = ({ request }: Call): string => named('account', text(request, 'accountId'));

function changedNameServers(call: Call): string {
  const servers = enumerate(texts(call.request, 'nameservers', 'name'));
  return `changed the name servers of ${domain(call)}${servers === '' ? '' : ` to ${servers}`}`;
}

export const route53domains: Service = {
  name: 'route53domains',
  title: 'Route 53 Domains',
  eventSources: ['route53domains.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    RegisterDomain: onDomain('registered'),
    RenewDomain: onDomain('renewed'),
    DeleteDomain: onDomain('deleted'),
    TransferDomain: (call) => `transferred ${domain(call)} to Route 53`,
    TransferDomainToAnotherAwsAccount: (call) => `transferred ${domain(call)} to ${toAccount(call)}`,
    CancelDomainTransferToAnotherAwsAccount: onDomain('canceled the transfer of'),
    AcceptDomainTransferFromAnotherAwsAccount: onDomain('accepted'),
    RejectDomainTransferFromAnotherAwsAccount: onDomain('rejected'),
    EnableDomainTransferLock: onDomain('locked the transfer of'),
    DisableDomainTransferLock: onDomain('unlocked the transfer of'),
    RetrieveDomainAuthCode: onDomain('retrieved the transfer code of'),
    EnableDomainAutoRenew: onDomain('turned on automatic renewal of'),
    DisableDomainAutoRenew: onDomain('turned off automatic renewal of'),
    UpdateDomainContact: onDomain('changed the contacts of'),
    UpdateDomainContactPrivacy: onDomain('changed the privacy of the contacts of'),
    UpdateDomainNameservers: changedNameServers,
    AssociateDelegationSignerToDomain: onDomain('added a DNSSEC key to'),
    DisassociateDelegationSignerFromDomain: onDomain('removed a DNSSEC key from'),
  }),
};
