/**
 * Traces AWS Config's remediations back to their rule: Config starts the document that the rule's remediation names.
 * https://docs.aws.amazon.com/config/latest/developerguide/remediation.html
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { isJsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import type { Workload } from '../../model/principal.ts';

/** The rule behind a call of Config; undefined if no rule, or more than one, is configured to run the document. */
export type RuleBehind = (call: ApiCallEvent) => Workload | undefined;

/** `events` in order of time. */
export function remediationsIn(events: readonly ApiCallEvent[]): RuleBehind {
  const rulesOfDocument = new Map<string, Set<string>>();
  for (const { detail, origin } of events) {
    if (detail.eventName !== 'PutRemediationConfigurations' || detail.outcome !== 'success') continue;
    for (const configuration of listAt(detail.requestParameters, 'remediationConfigurations')) {
      const [rule, document] = [stringAt(configuration, 'configRuleName'), stringAt(configuration, 'targetId')];
      if (rule === undefined || document === undefined) continue;
      const key = `${origin.account} ${origin.region} ${document}`;
      rulesOfDocument.set(key, (rulesOfDocument.get(key) ?? new Set()).add(rule));
    }
  }
  return ({ detail, origin }) => {
    const { eventName, requestParameters } = detail;
    if (eventName !== 'StartAutomationExecution' || !isConfigs(detail)) return undefined;
    const document = stringAt(requestParameters, 'documentName') ?? '';
    const rules = rulesOfDocument.get(`${origin.account} ${origin.region} ${document}`) ?? new Set<string>();
    return rules.size === 1 ? ruleOf([...rules][0]) : undefined;
  };
}

/** The rule for which somebody started a remediation manually. */
export const ruleStartedBy = ({ detail }: ApiCallEvent): Workload | undefined =>
  detail.eventName === 'StartRemediationExecution'
    ? ruleOf(stringAt(detail.requestParameters, 'configRuleName'))
    : undefined;

const ruleOf = (id: string | undefined): Workload | undefined =>
  id === undefined ? undefined : { type: 'AWS::Config::ConfigRule', id };

/** Config acts in its own name, or in its service-linked role for remediations. */
const isConfigs = ({ principal: { name, invokedBy, sourceIp } }: ApiCallEvent['detail']): boolean =>
  [name, invokedBy, sourceIp].some((text) => text?.startsWith('config')) ||
  name === 'AWSServiceRoleForConfigRemediation';

const listAt = (value: JsonValue, key: string): readonly JsonValue[] => {
  const list = isJsonObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
};
