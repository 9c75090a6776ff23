/** Surveys one account: tests each permission with a call that needs it, and reads how its services are set up. */
import { type JsonObject, stringAt } from '../model/json.ts';
import type { AccountSurvey, PermissionProbe, RegionSurvey, TrailSurvey } from '../model/survey.ts';
import { CallFailure } from './failure.ts';
import type { AwsSession } from './session.ts';
import { type AnsweredAction, permissionCalls } from './survey-calls.ts';
import { type Ask, counted, type Options, plain, plainList } from './survey-pages.ts';
import { describeFlowLogs, describeInterfaces, surveyAlarms, surveyLogGroups } from './survey-signals.ts';

/** Where global services record; always surveyed too. Partitions not listed use us-east-1. */
const homes: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };
const homeRegionOf = (partition: string): string =>
  Object.hasOwn(homes, partition) ? (homes[partition] as string) : 'us-east-1';

export interface SurveyInput {
  readonly session: AwsSession;
  /** The regions that were asked for. */
  readonly regions: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Asked about if there is no trail: "not found" proves the permission. */
const noSuchTrail = 'obs3-doctor-asks-what-may-be-asked';

const ratePerSecond = 5;

/** @throws only if the signal is aborted: what cannot be asked is reported in the probes. */
export async function surveyAccount(input: SurveyInput): Promise<AccountSurvey> {
  const { session } = input;
  const homeRegion = homeRegionOf(session.partition);
  const regions = [...new Set([...input.regions, homeRegion])];
  let done = 0;
  const surveys = await Promise.all(
    regions.map(async (region) => {
      const survey = await surveyRegion(region, input);
      input.onProgress(`${session.account}: ${++done} of ${regions.length} regions`);
      return survey;
    }),
  );
  const trails = new Map<string, JsonObject>();
  for (const { trailList } of surveys)
    for (const trail of trailList ?? []) trails.set(stringAt(trail, 'TrailARN') ?? JSON.stringify(trail), trail);
  const probes = new Map<string, PermissionProbe[]>();
  const ordered = [...trails].sort(([a], [b]) => (a < b ? -1 : 1));
  if (ordered.length === 0) ordered.push([noSuchTrail, { HomeRegion: homeRegion }]);
  const found = await Promise.all(ordered.map(([arn, trail]) => surveyTrail(arn, trail, input, probes)));
  return {
    account: session.account,
    identityArn: session.identityArn,
    accessKeyId: session.accessKeyId,
    expiration: session.expiration ?? null,
    regions: surveys.map(({ trailList: _, ...survey }) => ({
      ...survey,
      probes: [...survey.probes, ...(probes.get(survey.region) ?? [])],
    })),
    trails: trails.size === 0 ? [] : found,
  };
}

interface RegionAnswers extends RegionSurvey {
  readonly trailList: readonly JsonObject[] | null;
}

async function surveyRegion(region: string, input: SurveyInput): Promise<RegionAnswers> {
  const { session } = input;
  const probes: PermissionProbe[] = [];
  const ask = <Value>(action: AnsweredAction, send: (options: Options) => Promise<Value>) =>
    asked(session, { action, region, ratePerSecond }, send, probes, input.signal);
  const proved = permissionCalls.map((each) =>
    asked(
      session,
      { action: each.action, region, ratePerSecond: each.ratePerSecond },
      (options) => each.send(session, region, options),
      probes,
      input.signal,
    ),
  );
  const [trailList, configured, alarms, logGroups, flowLogs, interfaces] = await Promise.all([
    describeTrails(session, region, ask),
    surveyConfig(session, region, ask),
    surveyAlarms(session, region, ask),
    surveyLogGroups(session, region, ask),
    describeFlowLogs(session, region, ask),
    describeInterfaces(session, region, ask),
    ...proved,
  ]);
  return {
    account: session.account,
    region,
    isAsked: input.regions.includes(region),
    // answers arrive in any order
    probes: probes.sort((a, b) => (a.action < b.action ? -1 : 1)),
    trailList,
    trails: trailList?.map((trail) => stringAt(trail, 'TrailARN') ?? '').sort() ?? null,
    ...configured,
    alarms,
    logGroups,
    flowLogs,
    interfaces,
  };
}

/** Errors that a service returns only once the caller is authorized. */
const answers =
  /NotFound|NoSuch|NotDiscovered|NoAvailable|NotEnabled|Invalid|Validation|MalformedQuery|UnsupportedOperation|OperationNotPermitted/;

/** The answer, or null if there is none; the outcome is added to the probes. */
async function asked<Value>(
  session: AwsSession,
  limit: { readonly action: string; readonly region: string; readonly ratePerSecond: number },
  send: (options: Options) => Promise<Value>,
  probes: PermissionProbe[],
  signal: AbortSignal,
): Promise<Value | null> {
  const { action, region } = limit;
  const note = (state: PermissionProbe['state'], message: string | null) => {
    const known = probes.findIndex((probe) => probe.action === action);
    const probe = { action, region, state, message };
    if (known < 0) probes.push(probe);
    // of several calls for one action, a failed one decides
    else if (probes[known]?.state === 'allowed') probes[known] = probe;
  };
  try {
    const answer = await session.call(limit, send);
    note('allowed', null);
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CallFailure)) throw error;
    const message = `${error.errorName}: ${error.message.replace(/\s+/g, ' ').slice(0, 300)}`;
    if (error.kind === 'denied') note('denied', message);
    else if (error.kind === 'other' && answers.test(error.errorName)) note('allowed', null);
    else note('unknown', message);
    return null;
  }
}

async function describeTrails(session: AwsSession, region: string, ask: Ask): Promise<readonly JsonObject[] | null> {
  const { CloudTrailClient, DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = session.client(CloudTrailClient, region);
  const answer = await ask('cloudtrail:DescribeTrails', (options) =>
    client.send(new DescribeTrailsCommand({ includeShadowTrails: true }), options),
  );
  return answer && plainList(answer.trailList);
}

/** Asks in the trail's home region: other regions may not know its settings. */
async function surveyTrail(
  arn: string,
  trail: JsonObject,
  { session, signal, regions }: SurveyInput,
  probes: Map<string, PermissionProbe[]>,
): Promise<TrailSurvey> {
  const { CloudTrailClient, GetEventSelectorsCommand, GetInsightSelectorsCommand, GetTrailStatusCommand } =
    await import('@aws-sdk/client-cloudtrail');
  const home = stringAt(trail, 'HomeRegion') ?? regions[0] ?? '';
  const list = probes.get(home) ?? [];
  probes.set(home, list);
  const client = session.client(CloudTrailClient, home);
  const ask = <Value>(action: AnsweredAction, send: (options: Options) => Promise<Value>) =>
    asked(session, { action, region: home, ratePerSecond }, send, list, signal);
  const isOn = trail['HasInsightSelectors'] === true;
  const [status, eventSelectors, insights] = await Promise.all([
    ask('cloudtrail:GetTrailStatus', (options) => client.send(new GetTrailStatusCommand({ Name: arn }), options)),
    ask('cloudtrail:GetEventSelectors', (options) =>
      client.send(new GetEventSelectorsCommand({ TrailName: arn }), options),
    ),
    ask('cloudtrail:GetInsightSelectors', (options) =>
      client.send(new GetInsightSelectorsCommand({ TrailName: arn }), options),
    ),
  ]);
  return {
    trail,
    status: status && plain(status),
    eventSelectors: eventSelectors && plain(eventSelectors),
    // for a trail without Insights the call fails
    insightSelectors: insights ? plainList(insights.InsightSelectors) : isOn ? null : [],
  };
}

async function surveyConfig(
  session: AwsSession,
  region: string,
  ask: Ask,
): Promise<Pick<RegionSurvey, 'recorders' | 'recorderStatuses' | 'retentions' | 'deliveryChannels' | 'rules'>> {
  const {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
  } = await import('@aws-sdk/client-config-service');
  const client = session.client(ConfigServiceClient, region);
  const [recorders, statuses, retentions, channels, rules] = await Promise.all([
    ask('config:DescribeConfigurationRecorders', (options) =>
      client.send(new DescribeConfigurationRecordersCommand({}), options),
    ),
    ask('config:DescribeConfigurationRecorderStatus', (options) =>
      client.send(new DescribeConfigurationRecorderStatusCommand({}), options),
    ),
    ask('config:DescribeRetentionConfigurations', (options) =>
      client.send(new DescribeRetentionConfigurationsCommand({}), options),
    ),
    ask('config:DescribeDeliveryChannels', (options) => client.send(new DescribeDeliveryChannelsCommand({}), options)),
    counted(async (NextToken) => {
      const page = await ask('config:DescribeConfigRules', (options) =>
        client.send(new DescribeConfigRulesCommand({ NextToken }), options),
      );
      return page && { count: page.ConfigRules?.length ?? 0, next: page.NextToken };
    }),
  ]);
  return {
    recorders: recorders && plainList(recorders.ConfigurationRecorders),
    recorderStatuses: statuses && plainList(statuses.ConfigurationRecordersStatus),
    retentions: retentions && plainList(retentions.RetentionConfigurations),
    deliveryChannels: channels && plainList(channels.DeliveryChannels),
    rules,
  };
}
