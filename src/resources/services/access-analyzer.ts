/**
 * IAM Access Analyzer: it reports what can be reached from outside, unless its findings are archived.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/logging-using-cloudtrail.html
 */
import { list, text, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, inBrackets, nameAt, named, nameIn } from '../words.ts';

const analyzer = (call: Call): string => named('analyzer', nameIn(call, 'analyzerName', 'analyzerArn'));

const archiveRule =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('archive rule', text(call.request, 'ruleName'))} of ${analyzer(call)}`;

/** Its findings become ARCHIVED, or ACTIVE again. */
function updated(call: Call): string {
  const { request } = call;
  const ids = valueAt(request, 'ids');
  const findings = Array.isArray(ids) && ids.length > 0 ? counted(list(request, 'ids').length, 'finding') : 'findings';
  const status = text(request, 'status');
  const verb = status === 'ARCHIVED' ? 'archived' : status === 'ACTIVE' ? 'restored' : 'changed';
  return `${verb} ${findings} of ${analyzer(call)}`;
}

export const accessAnalyzer: Service = {
  name: 'accessanalyzer',
  title: 'Access Analyzer',
  eventSources: ['access-analyzer.amazonaws.com'],
  types: [
    {
      type: 'AWS::AccessAnalyzer::Analyzer',
      title: 'analyzer',
      arn: 'arn:{partition}:access-analyzer:{region}:{account}:analyzer/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'outside', arn: 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/outside' },
    },
  ],
  parameters: { analyzerName: 'AWS::AccessAnalyzer::Analyzer', analyzerArn: 'AWS::AccessAnalyzer::Analyzer' },
  calls: () => ({
    CreateAnalyzer: (call) => `created ${analyzer(call)}${inBrackets(text(call.request, 'type'))}`,
    UpdateAnalyzer: (call) => `changed ${analyzer(call)}`,
    DeleteAnalyzer: (call) => `deleted ${analyzer(call)}`,
    CreateArchiveRule: archiveRule('created'),
    UpdateArchiveRule: archiveRule('changed'),
    DeleteArchiveRule: archiveRule('deleted'),
    ApplyArchiveRule: archiveRule('applied'),
    UpdateFindings: updated,
    StartResourceScan: ({ request }) => `started a scan of ${nameAt(request, 'resourceArn') ?? 'a resource'}`,
    StartPolicyGeneration: ({ request }) =>
      `started to generate a policy for ${nameAt(request, 'policyGenerationDetails.principalArn') ?? 'a principal'}`,
    CreateAccessPreview: (call) => `created a preview of access for ${analyzer(call)}`,
  }),
};
