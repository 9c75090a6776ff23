/** Amazon Inspector: it scans for vulnerabilities. https://docs.aws.amazon.com/inspector/latest/user/logging-using-cloudtrail.html */
import { enumerate, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

/** "Inspector (EC2, ECR) in account 444455556666"; without accounts, it is the caller's own. */
function scans({ request }: Call): string {
  const [kinds, accounts] = [texts(request, 'resourceTypes'), texts(request, 'accountIds')];
  const where = accounts.length > 0 ? ` in account${accounts.length > 1 ? 's' : ''} ${enumerate(accounts)}` : '';
  return `Inspector${inBrackets(...kinds)}${where}`;
}

/** A filter that suppresses findings hides those it matches. */
const filter =
  (verb: string): Sentence =>
  (call) => {
    const title = text(call.request, 'action') === 'SUPPRESS' ? 'suppression rule' : 'findings filter';
    return `${verb} ${named(title, nameIn(call, 'name', 'filterArn', 'arn'))}`;
  };

const account = ({ request }: Call): string => named('account', text(request, 'accountId', 'delegatedAdminAccountId'));

export const inspector2: Service = {
  name: 'inspector2',
  title: 'Inspector',
  eventSources: ['inspector2.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    Enable: (call) => `enabled ${scans(call)}`,
    Disable: (call) => `disabled ${scans(call)}`,
    UpdateConfiguration: () => 'changed the configuration of Inspector',
    UpdateOrganizationConfiguration: () => 'changed which accounts of the organization Inspector scans',
    CreateFilter: filter('created'),
    UpdateFilter: filter('changed'),
    DeleteFilter: did('deleted', 'findings filter', 'arn'),
    AssociateMember: (call) => `added ${account(call)} as a member`,
    DisassociateMember: (call) => `disassociated ${account(call)} from the administrator`,
    EnableDelegatedAdminAccount: (call) => `made ${account(call)} administrator of Inspector`,
    DisableDelegatedAdminAccount: (call) => `removed ${account(call)} as administrator of Inspector`,
    CreateFindingsReport: () => 'created a report of findings',
    CreateSbomExport: () => 'exported what software is in use',
    CreateCisScanConfiguration: did('created', 'CIS scan', 'scanName'),
    DeleteCisScanConfiguration: did('deleted', 'CIS scan', 'scanConfigurationArn'),
  }),
};
