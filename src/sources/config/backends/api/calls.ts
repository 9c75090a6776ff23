/** The calls made to AWS Config in one region, each to its last page. They throw only `CallFailure` and abort reasons. */
import type {
  GetComplianceDetailsByConfigRuleCommandInput,
  GetResourceConfigHistoryCommandInput,
  ResourceType,
} from '@aws-sdk/client-config-service';
import { furtherPage } from '../../../../aws/further-page.ts';
import type { AwsSession } from '../../../../aws/session.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../model/json.ts';
import type { LiveContext } from '../../../source.ts';
import type { Identifier } from '../../wanted-ids.ts';
import { type configActions, ec2Actions } from './actions.ts';

/** Requests a second for each action, account and region. AWS publishes no figure for Config. */
const ratePerSecond = 5;

type Action = (typeof configActions)[number];
type Options = { readonly abortSignal: AbortSignal };

/** Epoch milliseconds, both inclusive. The newest item comes first. */
export interface HistoryRange {
  readonly earlier: number;
  readonly later: number;
  /** Items a page: 1 to 100. */
  readonly limit: number;
}

export interface ConfigCalls {
  readonly region: string;
  /** Pages of items; many are empty, since a call covers at most seven days. */
  history(of: Identifier, range: HistoryRange): AsyncGenerator<readonly JsonObject[]>;
  /** Current items without tags and relationships; none of a resource that is gone. */
  current(of: Identifier): Promise<readonly JsonObject[]>;
  /** Of one type, including those that are gone. */
  discovered(resourceType: string, resourceName?: string): AsyncGenerator<readonly JsonObject[]>;
  /** Pages of rows, each JSON text. */
  select(expression: string): AsyncGenerator<readonly string[]>;
  evaluationsOf(resource: Identifier): AsyncGenerator<readonly JsonObject[]>;
  /** Of all resources, or only of those that break the rule. */
  evaluationsBy(rule: string, which?: 'broken'): AsyncGenerator<readonly JsonObject[]>;
  recorders(): Promise<readonly JsonObject[]>;
  recorderStatuses(): Promise<readonly JsonObject[]>;
  retentions(): Promise<readonly JsonObject[]>;
}

/** What all calls in a region go through. `Action`: those that the policy knows. */
export async function openRegion<Action extends string>({ session, signal }: LiveContext, region: string) {
  const { ConfigServiceClient } = await import('@aws-sdk/client-config-service');
  const client = session.client(ConfigServiceClient, region);
  const call = <Output>(action: Action, send: (options: Options) => Promise<Output>) =>
    session.call({ action, region, ratePerSecond }, send);
  const pages = <Page, Value>(
    action: Action,
    send: (token: string | undefined, options: Options) => Promise<Page>,
    read: (page: Page) => { readonly values: readonly Value[]; readonly next: string | undefined },
  ) => toTheLastPage((token) => call(action, (options) => send(token, options)).then(read), signal);
  return { client, call, pages };
}

export async function openConfig(context: LiveContext, region: string): Promise<ConfigCalls> {
  const {
    BatchGetResourceConfigCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeRetentionConfigurationsCommand,
    GetComplianceDetailsByConfigRuleCommand,
    GetComplianceDetailsByResourceCommand,
    GetResourceConfigHistoryCommand,
    ListDiscoveredResourcesCommand,
    SelectResourceConfigCommand,
  } = await import('@aws-sdk/client-config-service');
  const { client, call, pages } = await openRegion<Action>(context, region);
  return {
    region,
    history: ({ resourceType, resourceId }, { earlier, later, limit }) => {
      const input: GetResourceConfigHistoryCommandInput = {
        resourceType: resourceType as ResourceType,
        resourceId,
        earlierTime: new Date(earlier),
        laterTime: new Date(later),
        limit,
      };
      return pages(
        'config:GetResourceConfigHistory',
        (nextToken, options) => client.send(new GetResourceConfigHistoryCommand({ ...input, nextToken }), options),
        (page) => ({ values: plainList(page.configurationItems), next: page.nextToken }),
      );
    },
    current: async ({ resourceType, resourceId }) => {
      const resourceKeys = [{ resourceType: resourceType as ResourceType, resourceId }];
      const answer = await call('config:BatchGetResourceConfig', (options) =>
        client.send(new BatchGetResourceConfigCommand({ resourceKeys }), options),
      );
      return plainList(answer.baseConfigurationItems);
    },
    discovered: (resourceType, resourceName) => {
      const input = {
        resourceType: resourceType as ResourceType,
        ...(resourceName !== undefined && { resourceName }),
        includeDeletedResources: true,
      };
      return pages(
        'config:ListDiscoveredResources',
        (nextToken, options) =>
          client.send(new ListDiscoveredResourcesCommand({ ...input, limit: 100, nextToken }), options),
        (page) => ({ values: plainList(page.resourceIdentifiers), next: page.nextToken }),
      );
    },
    select: (Expression) =>
      pages(
        'config:SelectResourceConfig',
        (NextToken, options) =>
          client.send(new SelectResourceConfigCommand({ Expression, Limit: 100, NextToken }), options),
        (page) => ({ values: page.Results ?? [], next: page.NextToken }),
      ),
    evaluationsOf: ({ resourceType, resourceId }) => {
      const input = { ResourceType: resourceType, ResourceId: resourceId };
      return pages(
        'config:GetComplianceDetailsByResource',
        (NextToken, options) =>
          client.send(new GetComplianceDetailsByResourceCommand({ ...input, NextToken }), options),
        (page) => ({ values: plainList(page.EvaluationResults), next: page.NextToken }),
      );
    },
    evaluationsBy: (ConfigRuleName, which) => {
      const input: GetComplianceDetailsByConfigRuleCommandInput = {
        ConfigRuleName,
        Limit: 100,
        ...(which === 'broken' && { ComplianceTypes: ['NON_COMPLIANT'] }),
      };
      return pages(
        'config:GetComplianceDetailsByConfigRule',
        (NextToken, options) =>
          client.send(new GetComplianceDetailsByConfigRuleCommand({ ...input, NextToken }), options),
        (page) => ({ values: plainList(page.EvaluationResults), next: page.NextToken }),
      );
    },
    recorders: async () => {
      const answer = await call('config:DescribeConfigurationRecorders', (options) =>
        client.send(new DescribeConfigurationRecordersCommand({}), options),
      );
      return plainList(answer.ConfigurationRecorders);
    },
    recorderStatuses: async () => {
      const answer = await call('config:DescribeConfigurationRecorderStatus', (options) =>
        client.send(new DescribeConfigurationRecorderStatusCommand({}), options),
      );
      return plainList(answer.ConfigurationRecordersStatus);
    },
    retentions: async () => {
      const answer = await call('config:DescribeRetentionConfigurations', (options) =>
        client.send(new DescribeRetentionConfigurationsCommand({}), options),
      );
      return plainList(answer.RetentionConfigurations);
    },
  };
}

interface Ec2Filter {
  readonly name: 'attachment.instance-id' | 'group-id' | 'network-interface-id';
  readonly values: readonly string[];
}

/** Pages of network interfaces that match the filter, in EC2's spelling. */
export async function* describeInterfaces(
  { session, signal }: { readonly session: AwsSession; readonly signal: AbortSignal },
  region: string,
  { name, values }: Ec2Filter,
): AsyncGenerator<readonly JsonObject[]> {
  const { EC2Client, DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
  const client = session.client(EC2Client, region);
  const Filters = [{ Name: name, Values: [...values] }];
  yield* toTheLastPage(
    (NextToken) =>
      session
        .call({ action: ec2Actions[0], region, ratePerSecond: 20 }, (options) =>
          client.send(new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 1000, NextToken }), options),
        )
        .then((page) => ({ values: plainList(page.NetworkInterfaces), next: page.NextToken })),
    signal,
  );
}

interface Page<Value> {
  readonly values: readonly Value[];
  readonly next: string | undefined;
}

/** Every page, to the last one. */
async function* toTheLastPage<Value>(
  ask: (token: string | undefined) => Promise<Page<Value>>,
  signal: AbortSignal,
): AsyncGenerator<readonly Value[]> {
  for (let token: string | undefined; ; ) {
    signal.throwIfAborted();
    const { values, next } = await ask(token);
    yield values;
    token = furtherPage(next, token);
    if (token === undefined) return;
  }
}

/** What the SDK returns, as the JSON that files hold: times in ISO 8601. */
export const plainList = (values: readonly unknown[] | undefined): readonly JsonObject[] =>
  (JSON.parse(JSON.stringify(values ?? [])) as JsonValue[]).filter(isJsonObject);
