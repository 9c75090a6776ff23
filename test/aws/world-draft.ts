/** A world while it is gathered from files: things arrive in any order, and some of them twice. */
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../src/model/json.ts';
import { asApiItem, captureTimeOf, isCurrent, latestItems, opened } from './configuration-items.ts';
import { canonicalJson } from './page-tokens.ts';
import {
  createWorld,
  type Datapoint,
  type LogEvent,
  type MetricSeries,
  type RegionWorld,
  type World,
} from './world.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

interface Gathered {
  readonly records: Map<string, JsonObject>;
  readonly items: Map<string, JsonObject>;
  readonly series: Map<
    string,
    { readonly series: Omit<MetricSeries, 'periodSeconds'>; readonly points: Map<number, Datapoint> }
  >;
  readonly metricAlarms: Map<string, JsonObject>;
  readonly compositeAlarms: Map<string, JsonObject>;
  readonly alarmHistory: Map<string, JsonObject>;
  readonly logGroups: Map<string, Map<string, LogEvent>>;
  readonly flowLogs: Map<string, JsonObject>;
}

const nothing = (): Gathered => ({
  records: new Map(),
  items: new Map(),
  series: new Map(),
  metricAlarms: new Map(),
  compositeAlarms: new Map(),
  alarmHistory: new Map(),
  logGroups: new Map(),
  flowLogs: new Map(),
});

export class WorldDraft {
  private readonly places = new Map<string, { readonly place: Place; readonly gathered: Gathered }>();
  /** History items do not say where their alarm is: they are placed when all alarms are known. */
  private readonly history: JsonObject[] = [];

  at(place: Place): Gathered {
    const key = `${place.account} ${place.region}`;
    const known = this.places.get(key);
    if (known) return known.gathered;
    const gathered = nothing();
    this.places.set(key, { place, gathered });
    return gathered;
  }

  addRecord(place: Place, record: JsonObject): void {
    this.at(place).records.set(canonicalJson(record), record);
  }

  addItem(place: Place, raw: JsonObject): void {
    const item = asApiItem(raw);
    const key = ['resourceType', 'resourceId', 'configurationItemCaptureTime', 'configurationStateId'];
    this.at(place).items.set(JSON.stringify(key.map((member) => item[member])), item);
  }

  addDatapoint(place: Place, series: Omit<MetricSeries, 'periodSeconds' | 'datapoints'>, point: Datapoint): void {
    const { series: all } = this.at(place);
    const key = canonicalJson([series.namespace, series.metricName, series.dimensions]);
    const known = all.get(key) ?? { series: { ...series, datapoints: [] }, points: new Map<number, Datapoint>() };
    known.points.set(point.timestamp, point);
    all.set(key, known);
  }

  addHistory(item: JsonObject): void {
    this.history.push(item);
  }

  addLogEvent(place: Place, group: string, event: LogEvent): void {
    const { logGroups } = this.at(place);
    const events = logGroups.get(group) ?? new Map<string, LogEvent>();
    events.set(canonicalJson(event), event);
    logGroups.set(group, events);
  }

  finish(): World {
    for (const item of this.history) {
      const name = String(item['AlarmName']);
      const found = [...this.places.values()].find(
        ({ gathered }) => gathered.metricAlarms.has(name) || gathered.compositeAlarms.has(name),
      );
      (found?.gathered ?? this.at(this.busiestPlace())).alarmHistory.set(canonicalJson(item), item);
    }
    const outline: Record<string, { regions: Record<string, Partial<RegionWorld>> }> = {};
    for (const { place, gathered } of this.places.values()) {
      const account = outline[place.account] ?? { regions: {} };
      account.regions[place.region] = regionOf(gathered);
      outline[place.account] = account;
    }
    return createWorld(outline);
  }

  /** The place where most of the calls were made. */
  busiestPlace(): Place {
    const [busiest] = [...this.places.values()].sort((a, b) => b.gathered.records.size - a.gathered.records.size);
    return busiest?.place ?? { account: '111122223333', region: 'us-east-1' };
  }
}

/** The most frequent step between datapoints; a minute if there is only one datapoint. */
function periodOf(timestamps: readonly number[]): number {
  const steps = new Map<number, number>();
  for (const [index, time] of timestamps.entries()) {
    const next = timestamps[index + 1];
    if (next !== undefined) steps.set(next - time, (steps.get(next - time) ?? 0) + 1);
  }
  const [step = 60_000] = [...steps].sort((a, b) => b[1] - a[1])[0] ?? [];
  return step / 1000;
}

function regionOf(gathered: Gathered): Partial<RegionWorld> {
  const configurationItems = [...gathered.items.values()];
  const metrics = [...gathered.series.values()].map(({ series, points }) => {
    const datapoints = [...points.values()].sort((a, b) => a.timestamp - b.timestamp);
    return { ...series, datapoints, periodSeconds: periodOf(datapoints.map(({ timestamp }) => timestamp)) };
  });
  const logGroups = [...gathered.logGroups].map(([logGroupName, events]) => ({
    logGroupName,
    events: [...events.values()],
  }));
  return {
    trailRecords: [...gathered.records.values()],
    configurationItems,
    ...compliance(configurationItems),
    metrics,
    metricAlarms: [...gathered.metricAlarms.values()],
    compositeAlarms: [...gathered.compositeAlarms.values()],
    alarmHistoryItems: [...gathered.alarmHistory.values()],
    logGroups,
    flowLogs: [...gathered.flowLogs.values()],
    networkInterfaces: described(configurationItems, 'AWS::EC2::NetworkInterface'),
    securityGroups: described(configurationItems, 'AWS::EC2::SecurityGroup'),
  };
}

const ruleType = 'AWS::Config::ResourceCompliance';

/** Rules and their results, from the history of compliance: a rule's result is new if it differs from the last one. */
function compliance(items: readonly JsonObject[]): Pick<RegionWorld, 'configRules' | 'evaluationResults'> {
  const rules = new Map<string, JsonObject>();
  const evaluationResults: JsonObject[] = [];
  const last = new Map<string, string>();
  const ordered = items
    .filter((item) => item['resourceType'] === ruleType)
    .sort((a, b) => captureTimeOf(a) - captureTimeOf(b));
  for (const item of ordered) {
    const configuration = opened(item['configuration']);
    const list = isJsonObject(configuration) ? configuration['configRuleList'] : undefined;
    const ResourceType = stringAt(configuration, 'targetResourceType');
    const ResourceId = stringAt(configuration, 'targetResourceId');
    for (const rule of Array.isArray(list) ? list.filter(isJsonObject) : []) {
      const ConfigRuleName = stringAt(rule, 'configRuleName') ?? '';
      const ComplianceType = stringAt(rule, 'complianceType') ?? '';
      const ConfigRuleArn = rule['configRuleArn'];
      const ConfigRuleId = rule['configRuleId'];
      rules.set(ConfigRuleName, { ConfigRuleName, ConfigRuleArn, ConfigRuleId, ConfigRuleState: 'ACTIVE' });
      const key = JSON.stringify([ConfigRuleName, ResourceType, ResourceId]);
      if (last.get(key) === ComplianceType) continue;
      last.set(key, ComplianceType);
      const time = item['configurationItemCaptureTime'];
      evaluationResults.push({
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: { ConfigRuleName, ResourceType, ResourceId, EvaluationMode: 'DETECTIVE' },
          OrderingTimestamp: time,
        },
        ComplianceType,
        ResultRecordedTime: time,
        ConfigRuleInvokedTime: time,
      });
    }
  }
  return { configRules: [...rules.values()], evaluationResults };
}

/** `networkInterfaceId` -> `NetworkInterfaceId`, at any depth: Config keeps EC2's descriptions with lower-case initials. */
function asDescribed(value: JsonObject): JsonObject {
  const members = Object.entries(value).map(([key, member]) => {
    const name = key === 'tags' ? 'TagSet' : key.charAt(0).toUpperCase() + key.slice(1);
    if (Array.isArray(member))
      return [name, member.map((item) => (isJsonObject(item) ? asDescribed(item) : item))] as const;
    return [name, isJsonObject(member) ? asDescribed(member) : member] as const;
  });
  return Object.fromEntries(members);
}

/** Config has ranges as plain text next to ipv4Ranges, which are EC2's IpRanges. */
function asPermission(permission: JsonObject): JsonObject {
  const { ipRanges: _plain, ipv4Ranges, ...rest } = permission;
  return ipv4Ranges === undefined ? permission : { ...rest, ipRanges: ipv4Ranges };
}

function described(items: readonly JsonObject[], type: string): JsonObject[] {
  const ofType = { configurationItems: items.filter((item) => item['resourceType'] === type) };
  return latestItems(ofType, Number.POSITIVE_INFINITY)
    .filter(isCurrent)
    .map((item) => objectAt({ configuration: opened(item['configuration']) }, 'configuration'))
    .map((configuration) => {
      const permissions = ['ipPermissions', 'ipPermissionsEgress'].flatMap((key) => {
        const list = configuration[key];
        return Array.isArray(list) ? [[key, list.filter(isJsonObject).map(asPermission)] as const] : [];
      });
      return asDescribed({ ...configuration, ...Object.fromEntries(permissions) });
    });
}
