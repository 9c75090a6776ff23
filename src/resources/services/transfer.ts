/**
 * AWS Transfer Family. Users' keys and policies are not shown.
 * https://docs.aws.amazon.com/transfer/latest/userguide/logging-using-cloudtrail.html
 */
import { text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const server = (call: Call): string => named('transfer server', nameIn(call, 'serverId'));

const onServer =
  (words: string): Sentence =>
  (call) =>
    `${words} ${server(call)}`;

const set =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const [users, policy] = [text(request, 'identityProviderType'), text(request, 'securityPolicyName')];
    const endpoint = text(request, 'endpointType');
    return `${verb} ${server(call)}${inBrackets(
      ...texts(request, 'protocols'),
      endpoint && `endpoint ${endpoint}`,
      users && `users of ${users}`,
      policy,
    )}`;
  };

const ofServer = ({ request }: Call): string => {
  const id = text(request, 'serverId');
  return id === undefined ? '' : ` of transfer server ${id}`;
};

/** The role in which a user reads and writes, and where. */
const onUser =
  (verb: string, title: string, ...paths: readonly string[]): Sentence =>
  (call) => {
    const { request } = call;
    const role = nameAt(request, 'role');
    const mappings = texts(request, 'homeDirectoryMappings', 'target');
    return `${verb} ${named(title, nameAt(request, ...paths))}${ofServer(call)}${inBrackets(
      role && `role ${role}`,
      text(request, 'homeDirectory'),
      ...mappings,
    )}`;
  };

const onKey =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} an SSH key ${preposition} ${named('user', text(call.request, 'userName'))}${ofServer(call)}`;

/** How many files, and through which connector. */
function transferred(call: Call): string {
  const { request } = call;
  const files = ['sendFilePaths', 'retrieveFilePaths'].flatMap((path) => texts(request, path));
  return `transferred ${files.length === 0 ? 'files' : counted(files.length, 'file')} by ${named('connector', text(request, 'connectorId'))}`;
}

export const transfer: Service = {
  name: 'transfer',
  title: 'Transfer Family',
  eventSources: ['transfer.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awstransferfamily.html
  types: [
    {
      type: 'AWS::Transfer::Server',
      title: 'transfer server',
      arn: 'arn:{partition}:transfer:{region}:{account}:server/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::IAM::Role', 'AWS::EC2::SecurityGroup'),
      // https://docs.aws.amazon.com/transfer/latest/userguide/metrics.html
      metrics: [
        {
          namespace: 'AWS/Transfer',
          dimensions: { ServerId: '{id}' },
          metrics: [
            metric('FilesIn', 'Sum', 'Count', 'both'),
            metric('FilesOut', 'Sum', 'Count', 'both'),
            metric('BytesIn', 'Sum', 'Bytes', 'both'),
            metric('BytesOut', 'Sum', 'Bytes', 'both'),
          ],
        },
      ],
      logGroups: ['/aws/transfer/{id}'],
      example: { id: 's-b6118b5f29a04a9e8', arn: 'arn:aws:transfer:us-east-1:111122223333:server/s-b6118b5f29a04a9e8' },
    },
    {
      type: 'AWS::Transfer::User',
      title: 'transfer user',
      arn: 'arn:{partition}:transfer:{region}:{account}:user/{server}/{id}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'partner', arn: 'arn:aws:transfer:us-east-1:111122223333:user/s-b6118b5f29a04a9e8/partner' },
    },
    {
      type: 'AWS::Transfer::Connector',
      title: 'connector',
      arn: 'arn:{partition}:transfer:{region}:{account}:connector/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'c-0123456789abcdef0',
        arn: 'arn:aws:transfer:us-east-1:111122223333:connector/c-0123456789abcdef0',
      },
    },
    {
      type: 'AWS::Transfer::Workflow',
      title: 'transfer workflow',
      arn: 'arn:{partition}:transfer:{region}:{account}:workflow/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'w-0123456789abcdef0',
        arn: 'arn:aws:transfer:us-east-1:111122223333:workflow/w-0123456789abcdef0',
      },
    },
  ],
  parameters: {
    serverId: 'AWS::Transfer::Server',
    userName: 'AWS::Transfer::User',
    connectorId: 'AWS::Transfer::Connector',
    workflowId: 'AWS::Transfer::Workflow',
    role: 'AWS::IAM::Role',
    loggingRole: 'AWS::IAM::Role',
    accessRole: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateServer: set('created'),
    UpdateServer: set('changed'),
    DeleteServer: onServer('deleted'),
    StartServer: onServer('started'),
    StopServer: onServer('stopped'),
    CreateUser: onUser('created', 'user', 'userName'),
    UpdateUser: onUser('changed', 'user', 'userName'),
    DeleteUser: onUser('deleted', 'user', 'userName'),
    CreateAccess: onUser('gave access to', 'directory group', 'externalId'),
    UpdateAccess: onUser('changed access of', 'directory group', 'externalId'),
    DeleteAccess: onUser('removed access of', 'directory group', 'externalId'),
    ImportSshPublicKey: onKey('added', 'to'),
    DeleteSshPublicKey: onKey('deleted', 'of'),
    ImportHostKey: onServer('added a host key to'),
    DeleteHostKey: onServer('deleted a host key of'),
    CreateConnector: (call) =>
      `${did('created', 'connector', 'connectorId')(call)}${inBrackets(text(call.request, 'url'))}`,
    UpdateConnector: (call) =>
      `${did('changed', 'connector', 'connectorId')(call)}${inBrackets(text(call.request, 'url'))}`,
    DeleteConnector: did('deleted', 'connector', 'connectorId'),
    StartFileTransfer: transferred,
    CreateWorkflow: did('created', 'transfer workflow', 'workflowId'),
    DeleteWorkflow: did('deleted', 'transfer workflow', 'workflowId'),
  }),
};
