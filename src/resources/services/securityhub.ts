/**
 * AWS Security Hub: what it checks, and which findings are hidden. Its requests are recorded in the API's spelling.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ct.html
 */
import { enumerate, flag, list, objects, text, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, inBrackets, nameAt, named, nameIn } from '../words.ts';

/** `arn:aws:securityhub:us-east-1:111122223333:subscription/cis-aws-foundations-benchmark/v/1.2.0` -> the second part. */
const standardOf = (arn: string): string => arn.split('/')[1] || arn;

const standards =
  (verb: string, path: string, ...keys: readonly string[]): Sentence =>
  ({ request }) => {
    const names = texts(request, path, ...keys).map(standardOf);
    return `${verb} ${names.length > 0 ? `standard${names.length > 1 ? 's' : ''} ${enumerate(names)}` : 'standards'}`;
  };

function updatedFindings({ request }: Call): string {
  const count = Array.isArray(valueAt(request, 'FindingIdentifiers')) ? list(request, 'FindingIdentifiers').length : 0;
  const status = text(request, 'Workflow.Status');
  return `changed ${count > 0 ? counted(count, 'finding') : 'findings'}${inBrackets(
    status && `workflow ${status.toLowerCase()}`,
    text(request, 'Severity.Label') && `severity ${text(request, 'Severity.Label')?.toLowerCase()}`,
  )}`;
}

const control = ({ request }: Call): string =>
  named('control', nameAt(request, 'StandardsControlArn', 'SecurityControlId'));

function controls({ request }: Call): string {
  const updates = objects(request, 'StandardsControlAssociationUpdates');
  const ids = [...new Set(updates.flatMap((each) => text(each, 'SecurityControlId') ?? []))];
  const states = new Set(updates.flatMap((each) => text(each, 'AssociationStatus') ?? []));
  const which = ids.length > 0 ? `control${ids.length > 1 ? 's' : ''} ${enumerate(ids)}` : 'controls';
  const verb = states.size > 1 ? undefined : { DISABLED: 'disabled', ENABLED: 'enabled' }[[...states].join('')];
  return `${verb ?? 'changed'} ${which}`;
}

const members =
  (verb: string, rest: string): Sentence =>
  ({ request }) => {
    const ids = [...texts(request, 'AccountIds'), ...texts(request, 'AccountDetails', 'AccountId')];
    return `${verb} ${ids.length > 0 ? `account${ids.length > 1 ? 's' : ''} ${enumerate(ids)}` : 'accounts'} ${rest}`;
  };

const product =
  (verb: string): Sentence =>
  (call) =>
    `${verb} findings of ${named('product', nameIn(call, 'ProductArn', 'ProductSubscriptionArn'))}`;

const rule =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('automation rule', nameIn(call, 'RuleName', 'RuleArn'))}`;

const rules =
  (verb: string, path: string): Sentence =>
  ({ request }) => {
    const count = Array.isArray(valueAt(request, path)) ? list(request, path).length : 0;
    return `${verb} ${count > 0 ? counted(count, 'automation rule') : 'automation rules'}`;
  };

export const securityhub: Service = {
  name: 'securityhub',
  title: 'Security Hub',
  eventSources: ['securityhub.amazonaws.com'],
  // one hub per region, which no call names
  types: [],
  parameters: {},
  calls: () => ({
    EnableSecurityHub: () => 'enabled Security Hub',
    DisableSecurityHub: () => 'disabled Security Hub',
    UpdateSecurityHubConfiguration: ({ request }) => {
      const isOn = flag(request, 'AutoEnableControls');
      return `changed the configuration of Security Hub${inBrackets(isOn === false && 'no new controls')}`;
    },
    BatchEnableStandards: standards('enabled', 'StandardsSubscriptionRequests', 'StandardsArn'),
    BatchDisableStandards: standards('disabled', 'StandardsSubscriptionArns'),
    UpdateStandardsControl: (call) => {
      const status = text(call.request, 'ControlStatus');
      const verb = status === 'DISABLED' ? 'disabled' : status === 'ENABLED' ? 'enabled' : 'changed';
      return `${verb} ${control(call)}`;
    },
    BatchUpdateStandardsControlAssociations: controls,
    UpdateSecurityControl: (call) => `changed parameters of ${control(call)}`,
    BatchUpdateFindings: updatedFindings,
    BatchImportFindings: ({ request }) => {
      const count = Array.isArray(valueAt(request, 'Findings')) ? list(request, 'Findings').length : 0;
      return `imported ${count > 0 ? counted(count, 'finding') : 'findings'}`;
    },
    CreateAutomationRule: rule('created'),
    BatchUpdateAutomationRules: rules('changed', 'UpdateAutomationRulesRequestItems'),
    BatchDeleteAutomationRules: rules('deleted', 'AutomationRulesArns'),
    EnableImportFindingsForProduct: product('accepted'),
    DisableImportFindingsForProduct: product('stopped'),
    CreateMembers: members('added', 'as members'),
    DeleteMembers: members('removed', 'from the members'),
    DisassociateMembers: members('disassociated', 'from the administrator'),
    DisassociateFromAdministratorAccount: () => 'left the administrator account of Security Hub',
    DisassociateFromMasterAccount: () => 'left the administrator account of Security Hub',
    EnableOrganizationAdminAccount: ({ request }) =>
      `made ${named('account', text(request, 'AdminAccountId'))} administrator of Security Hub`,
    DisableOrganizationAdminAccount: ({ request }) =>
      `removed ${named('account', text(request, 'AdminAccountId'))} as administrator of Security Hub`,
    CreateFindingAggregator: () => 'started to collect findings of other regions',
    UpdateFindingAggregator: () => 'changed which regions findings are collected of',
    DeleteFindingAggregator: () => 'stopped to collect findings of other regions',
    DeleteInsight: () => 'deleted an insight',
    DeleteActionTarget: () => 'deleted a custom action',
  }),
};
