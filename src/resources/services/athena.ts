/**
 * Amazon Athena. Its queries read data in buckets; their text is not shown.
 * https://docs.aws.amazon.com/athena/latest/ug/monitor-with-cloudtrail.html
 */
import { flag, text } from '../read.ts';
import type { Call, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const workGroup = (call: Call): string => named('workgroup', nameIn(call, 'workGroup', 'name'));

function ranQuery(call: Call): string {
  const { request } = call;
  const [database, to] = [
    text(request, 'queryExecutionContext.database'),
    text(request, 'resultConfiguration.outputLocation'),
  ];
  const group = text(request, 'workGroup');
  return `ran a query${group ? ` in workgroup ${group}` : ''}${inBrackets(database && `database ${database}`, to && `results to ${to}`)}`;
}

function changed(call: Call): string {
  const { request } = call;
  const results = 'configurationUpdates.resultConfigurationUpdates';
  const to = text(request, `${results}.outputLocation`);
  return `changed ${workGroup(call)}${inBrackets(
    text(request, 'state')?.toLowerCase(),
    flag(request, 'configurationUpdates.enforceWorkGroupConfiguration') === false && 'clients may override it',
    flag(request, `${results}.removeEncryptionConfiguration`) === true && 'results not encrypted',
    to && `results to ${to}`,
  )}`;
}

export const athena: Service = {
  name: 'athena',
  title: 'Athena',
  eventSources: ['athena.amazonaws.com'],
  types: [
    {
      type: 'AWS::Athena::WorkGroup',
      title: 'workgroup',
      arn: 'arn:{partition}:athena:{region}:{account}:workgroup/{id}',
      configId: '{id}',
      example: { id: 'analysts', arn: 'arn:aws:athena:us-east-1:111122223333:workgroup/analysts' },
    },
  ],
  parameters: { workGroup: 'AWS::Athena::WorkGroup' },
  named: { 'AWS::Athena::WorkGroup': ['CreateWorkGroup'] },
  calls: () => ({
    StartQueryExecution: ranQuery,
    StopQueryExecution: did('stopped', 'query', 'queryExecutionId'),
    GetQueryResults: did('got the results of', 'query', 'queryExecutionId'),
    GetQueryResultsStream: did('got the results of', 'query', 'queryExecutionId'),
    CreateWorkGroup: (call) => `created ${workGroup(call)}`,
    UpdateWorkGroup: changed,
    DeleteWorkGroup: (call) => `deleted ${workGroup(call)}`,
    CreateNamedQuery: did('stored', 'query', 'name'),
    UpdateNamedQuery: did('changed', 'query', 'name', 'namedQueryId'),
    DeleteNamedQuery: did('deleted', 'query', 'namedQueryId'),
    CreateDataCatalog: did('created', 'data catalog', 'name'),
    UpdateDataCatalog: did('changed', 'data catalog', 'name'),
    DeleteDataCatalog: did('deleted', 'data catalog', 'name'),
    CreatePreparedStatement: did('created', 'prepared statement', 'statementName'),
    DeletePreparedStatement: did('deleted', 'prepared statement', 'statementName'),
    StartSession: (call) => `started a session in ${workGroup(call)}`,
    StartCalculationExecution: did('ran code in', 'session', 'sessionId'),
  }),
};
