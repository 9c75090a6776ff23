/** Findings that nobody sees: services that produce them are switched off, or rules archive what they find. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, objects, text, texts } from '../read.ts';
import { named, nameIn, severalNamed } from '../words.ts';

/** The accounts that a call releases from the administrator; the caller's own if it names none. */
const released = (call: CallByPrincipal): string => {
  const accounts = [
    ...texts(call.request, 'accountIds'),
    ...texts(call.request, 'id'),
    ...texts(call.request, 'accountId'),
  ];
  return accounts.length > 0 ? severalNamed('account', accounts) : named('account', call.account ?? undefined);
};

const watchers: Readonly<Record<string, string>> = {
  'securityhub.amazonaws.com': 'Security Hub',
  'macie2.amazonaws.com': 'Macie',
  'inspector2.amazonaws.com': 'Inspector',
};

/** The controls that a call turns off: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateStandardsControlAssociations.html */
function disabledControls({ eventName, request }: CallByPrincipal): readonly string[] {
  if (eventName === 'UpdateStandardsControl') {
    const arn = text(request, 'StandardsControlArn');
    return text(request, 'ControlStatus') === 'DISABLED' ? [arn?.slice(arn.lastIndexOf('/') + 1) || 'a control'] : [];
  }
  const off = objects(request, 'StandardsControlAssociationUpdates').filter(
    (each) => text(each, 'AssociationStatus') === 'DISABLED',
  );
  return [...new Set(off.map((each) => text(each, 'SecurityControlId') ?? 'a control'))];
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AutomationRulesAction.html */
const suppresses = ({ request }: CallByPrincipal): boolean =>
  [request, ...objects(request, 'UpdateAutomationRulesRequestItems')].some((rule) =>
    objects(rule, 'Actions').some((action) => text(action, 'FindingFieldsUpdate.Workflow.Status') === 'SUPPRESSED'),
  );

export const findingRules: readonly DangerRule[] = [
  {
    rule: 'access-analyzer-findings-archived',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-archive-rules.html',
    calls: callsOf('access-analyzer', 'CreateArchiveRule', 'UpdateArchiveRule'),
    reason: (call) =>
      `findings that ${named('archive rule', text(call.request, 'ruleName'))} of ${named('analyzer', nameIn(call, 'analyzerName'))} matches are hidden`,
  },
  {
    rule: 'security-hub-findings-suppressed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/automation-rules.html',
    calls: callsOf('securityhub', 'CreateAutomationRule', 'BatchUpdateAutomationRules'),
    reason: (call) =>
      suppresses(call)
        ? `findings that ${named('automation rule', nameIn(call, 'RuleName'))} of Security Hub matches are hidden`
        : undefined,
  },
  {
    rule: 'security-hub-control-disabled',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/disable-controls-overview.html',
    calls: callsOf('securityhub', 'UpdateStandardsControl', 'BatchUpdateStandardsControlAssociations'),
    reason: (call) => {
      const controls = disabledControls(call);
      return controls.length > 0 ? `Security Hub no longer checks ${enumerate(controls)}` : undefined;
    },
  },
  {
    rule: 'macie-findings-suppressed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/macie/latest/user/findings-suppression.html',
    calls: callsOf('macie2', 'CreateFindingsFilter', 'UpdateFindingsFilter'),
    reason: (call) =>
      text(call.request, 'action') === 'ARCHIVE'
        ? `findings that ${named('filter', nameIn(call, 'name', 'id'))} of Macie matches are hidden`
        : undefined,
  },
  {
    rule: 'inspector-disabled',
    severity: 'medium',
    source: 'Security Hub Inspector.1',
    calls: callsOf('inspector2', 'Disable'),
    reason: (call) => {
      const kinds = texts(call.request, 'resourceTypes');
      return `Inspector no longer looks for vulnerabilities in ${kinds.length > 0 ? `${enumerate(kinds)} of ` : ''}${released(call)}`;
    },
  },
  {
    rule: 'inspector-findings-suppressed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/inspector/latest/user/findings-managing-supression-rules.html',
    calls: callsOf('inspector2', 'CreateFilter', 'UpdateFilter'),
    reason: (call) =>
      text(call.request, 'action') === 'SUPPRESS'
        ? `findings that ${named('filter', nameIn(call, 'name', 'filterArn', 'arn'))} of Inspector matches are hidden`
        : undefined,
  },
  {
    rule: 'findings-member-released',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-accounts.html',
    calls: [
      ...callsOf('securityhub', 'DisassociateMembers', 'DeleteMembers', 'DisassociateFromAdministratorAccount'),
      ...callsOf('securityhub', 'DisassociateFromMasterAccount'),
      ...callsOf('macie2', 'DisassociateMember', 'DeleteMember', 'DisassociateFromAdministratorAccount'),
      ...callsOf('macie2', 'DisassociateFromMasterAccount'),
      ...callsOf('inspector2', 'DisassociateMember'),
    ],
    reason: (call) =>
      `${watchers[call.eventSource] ?? 'the service'} no longer shows findings of ${released(call)} to its administrator`,
  },
];
