/**
 * AWS Account Management: whom AWS writes to, the root user's address, and which regions may be used.
 * https://docs.aws.amazon.com/accounts/latest/reference/monitoring-cloudtrail.html
 */
import { text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { named } from '../words.ts';

/** " of account 444455556666", where it is not the caller's own. */
const ofAccount = ({ request }: Call): string => {
  const id = text(request, 'accountId');
  return id === undefined ? '' : ` of account ${id}`;
};

const contact =
  (verb: string): Sentence =>
  (call) => {
    const type = text(call.request, 'alternateContactType')?.toLowerCase();
    return `${verb} the ${type === undefined ? 'alternate' : type} contact${ofAccount(call)}`;
  };

const region =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('region', text(call.request, 'regionName'))}${ofAccount(call)}`;

export const account: Service = {
  name: 'account',
  title: 'Account Management',
  eventSources: ['account.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    PutAlternateContact: contact('changed'),
    DeleteAlternateContact: contact('removed'),
    PutContactInformation: (call) => `changed the contact information${ofAccount(call)}`,
    PutAccountName: (call) => `renamed the account${ofAccount(call)}`,
    // the addresses are hidden in the record
    StartPrimaryEmailUpdate: (call) => `began to change the e-mail address of the root user${ofAccount(call)}`,
    AcceptPrimaryEmailUpdate: (call) => `changed the e-mail address of the root user${ofAccount(call)}`,
    EnableRegion: region('enabled'),
    DisableRegion: region('disabled'),
  }),
};
