/** Amazon Macie: it looks for sensitive data in buckets. https://docs.aws.amazon.com/macie/latest/user/macie-cloudtrail.html */
import { enumerate, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, did, inBrackets, named, nameIn } from '../words.ts';

/** A filter that archives findings hides those it matches. */
const filter =
  (verb: string): Sentence =>
  (call) => {
    const title = text(call.request, 'action') === 'ARCHIVE' ? 'suppression rule' : 'findings filter';
    return `${verb} ${named(title, nameIn(call, 'name', 'id'))}`;
  };

function session({ request }: Call): string {
  const status = text(request, 'status');
  if (status === 'PAUSED') return 'paused Macie';
  return status === 'ENABLED' ? 'resumed Macie' : 'changed the settings of Macie';
}

const accountOf = ({ request }: Call): string =>
  named('account', text(request, 'id', 'adminAccountId', 'account.accountId'));

export const macie2: Service = {
  name: 'macie2',
  title: 'Macie',
  eventSources: ['macie2.amazonaws.com'],
  types: [],
  parameters: {},
  calls: () => ({
    EnableMacie: () => 'enabled Macie',
    DisableMacie: () => 'disabled Macie',
    UpdateMacieSession: session,
    CreateFindingsFilter: filter('created'),
    UpdateFindingsFilter: filter('changed'),
    DeleteFindingsFilter: did('deleted', 'findings filter', 'id'),
    CreateClassificationJob: did('created', 'classification job', 'name', 'jobId'),
    UpdateClassificationJob: (call) => {
      const status = text(call.request, 'jobStatus');
      return `changed ${named('classification job', nameIn(call, 'jobId'))}${inBrackets(status?.toLowerCase())}`;
    },
    CreateAllowList: did('created', 'allow list', 'name', 'id'),
    UpdateAllowList: did('changed', 'allow list', 'name', 'id'),
    DeleteAllowList: did('deleted', 'allow list', 'id'),
    CreateCustomDataIdentifier: did('created', 'custom data identifier', 'name'),
    DeleteCustomDataIdentifier: did('deleted', 'custom data identifier', 'id'),
    UpdateAutomatedDiscoveryConfiguration: ({ request }) => {
      const status = text(request, 'status');
      const verb = status === 'DISABLED' ? 'turned off' : status === 'ENABLED' ? 'turned on' : 'changed';
      return `${verb} automated discovery of sensitive data`;
    },
    PutClassificationExportConfiguration: ({ request }) =>
      `set where Macie keeps its results${inBrackets(text(request, 'configuration.s3Destination.bucketName'))}`,
    PutFindingsPublicationConfiguration: () => 'set where Macie publishes findings',
    GetSensitiveDataOccurrences: did('retrieved sensitive data of', 'finding', 'findingId'),
    GetFindings: ({ request }) => {
      const ids = texts(request, 'findingIds');
      return `read ${ids.length > 0 ? counted(ids.length, 'finding') : 'findings'}`;
    },
    CreateMember: (call) => `added ${accountOf(call)} as a member`,
    DeleteMember: (call) => `removed ${accountOf(call)} from the members`,
    DisassociateMember: (call) => `disassociated ${accountOf(call)} from the administrator`,
    DisassociateFromAdministratorAccount: () => 'left the administrator account of Macie',
    DisassociateFromMasterAccount: () => 'left the administrator account of Macie',
    UpdateMemberSession: (call) =>
      `changed Macie in ${accountOf(call)}${inBrackets(text(call.request, 'status')?.toLowerCase())}`,
    EnableOrganizationAdminAccount: (call) => `made ${accountOf(call)} administrator of Macie`,
    DisableOrganizationAdminAccount: (call) => `removed ${accountOf(call)} as administrator of Macie`,
    BatchUpdateAutomatedDiscoveryAccounts: ({ request }) =>
      `changed automated discovery in ${enumerate(texts(request, 'accounts', 'accountId')) || 'accounts'}`,
  }),
};
