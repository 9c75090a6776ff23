/** The bundled cases: their generators, the files bundled for them, and the truth about them. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Path with slashes -> text, inflated. */
type Tree = ReadonlyMap<string, string>;

interface Deliver {
  readonly readTree: (folder: string) => Map<string, string>;
  readonly writeTree: (files: Tree, folder: string) => void;
}

/** What a generator exports as `truth`, as far as both cases have it. Times are ISO 8601, ids are event ids. */
interface Truth {
  readonly target: string;
  readonly neighbors: readonly string[];
  readonly calls: Readonly<Record<string, string | readonly string[]>>;
  readonly touching: readonly string[];
  readonly decoyCalls: Readonly<Record<string, string>>;
  readonly items: readonly { readonly stateId: string; readonly captureTime: string; readonly changed: string[] }[];
  readonly itemBefore: { readonly stateId: string; readonly captureTime: string };
  readonly flips: readonly {
    readonly rule: string;
    readonly resourceId: string;
    readonly from: string;
    readonly to: string;
    readonly time: string;
  }[];
  readonly exposure: { readonly secondsByChange: number; readonly secondsByRule: number };
  readonly shifts: readonly (Metric & { readonly direction: string; readonly onset: string; readonly end: string })[];
  readonly quiet: readonly Metric[];
  readonly flows: readonly TrafficTruth[];
  readonly alarms: readonly Transition[];
  readonly decoyAlarms?: readonly Transition[];
  readonly quietAlarms?: readonly string[];
  readonly logs?: { readonly logGroup: string; readonly newMessages: readonly string[] };
}
interface Metric {
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}
export interface TrafficTruth {
  readonly interfaceId: string;
  readonly action: string;
  readonly port: number;
  readonly sources: readonly Source[];
}
export interface Source {
  readonly address: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
  readonly firstTime: string;
  readonly lastTime: string;
}
export interface Transition {
  readonly alarm: string;
  readonly from: string;
  readonly to: string;
  readonly time: string;
}

interface CloudTrailRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: { readonly credentials?: { readonly accessKeyId: string } } | null;
  readonly userIdentity: {
    readonly accessKeyId?: string;
    readonly arn?: string;
    readonly type?: string;
    readonly invokedBy?: string;
  };
}
export interface Item {
  readonly configurationItemCaptureTime: string;
  readonly configurationStateId: number;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly relationships: readonly {
    readonly resourceId: string;
    readonly resourceType: string;
    readonly name: string;
  }[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly supplementaryConfiguration: Readonly<Record<string, unknown>>;
}
export interface Datapoint {
  readonly account_id: string;
  readonly region: string;
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly timestamp: number;
  readonly value: { readonly count: number; readonly sum: number; readonly max: number; readonly min: number };
  readonly unit: string;
}
export type Flow = Readonly<Record<string, string>>;

/** A case with its bundled files. `folder` holds its README and the delivered files; `day` is 2026-03-03. */
export interface Case {
  readonly name: string;
  readonly account: string;
  readonly day: string;
  readonly folder: string;
  readonly generate: () => Tree;
  readonly truth: Truth;
  readonly files: Tree;
  readonly readme: string;
}

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
/** Plain JavaScript without declarations: the caller states the type that it expects. */
const load = (name: string) => import(pathToFileURL(join(examples, name)).href);

export const { readTree, writeTree }: Deliver = await load('deliver.mjs');

async function bundled(name: string, generator: string, account: string, day: string): Promise<Case> {
  const { [generator]: generate, truth } = await load(`${name}.mjs`);
  const folder = join(examples, name);
  const { 'README.md': readme = '', ...files } = Object.fromEntries(readTree(folder));
  return { name, account, day, folder, generate, truth, files: new Map(Object.entries(files)), readme };
}

export const openSsh = await bundled('open-ssh', 'openSsh', '111122223333', '2026-03-03');
export const unencryptedBucket = await bundled('unencrypted-bucket', 'unencryptedBucket', '444455556666', '2026-05-12');

/** Does what Map.groupBy does from Node 21 on. */
export function groupBy<Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

/** Files whose path matches. */
export const filesOf = ({ files }: Case, path: RegExp) => [...files].filter(([name]) => path.test(name));

export interface LogFile {
  readonly path: string;
  readonly text: string;
  readonly records: readonly CloudTrailRecord[];
}
export const logFilesOf = (bundle: Case): readonly LogFile[] =>
  filesOf(bundle, /\/CloudTrail\//).map(([path, text]) => ({ path, text, records: JSON.parse(text).Records }));

export const itemsIn = (text: string): readonly Item[] => JSON.parse(text).configurationItems;
/** Items of the histories, by time. */
export const itemsOf = (bundle: Case, resourceType: string, resourceId: string): readonly Item[] =>
  filesOf(bundle, /\/ConfigHistory\//)
    .flatMap(([, text]) => itemsIn(text))
    .filter((item) => item.resourceType === resourceType && item.resourceId === resourceId)
    .toSorted((a, b) => a.configurationStateId - b.configurationStateId);

export const datapointsIn = (text: string): readonly Datapoint[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
/** One metric's datapoints, by time. */
export const datapointsOf = (bundle: Case, { metricName, dimensions }: Metric): readonly Datapoint[] => {
  const series = JSON.stringify(dimensions);
  return filesOf(bundle, /^metric-stream\//)
    .flatMap(([, text]) => datapointsIn(text))
    .filter((point) => point.metric_name === metricName && JSON.stringify(point.dimensions) === series);
};

/** Lines as objects, with the names in the file's header. */
export const flowsIn = (text: string): readonly Flow[] => {
  const [header = '', ...lines] = text.split('\n');
  const fields = header.split(' ');
  return lines.map((line) => {
    const values = line.split(' ');
    return Object.fromEntries(fields.map((field, index) => [field, values[index] ?? '']));
  });
};

/** JSON objects with nothing between them, as Firehose writes them. */
export const objectsIn = (text: string): readonly Record<string, unknown>[] =>
  JSON.parse(`[${text.replaceAll('}{', '},{')}]`);
