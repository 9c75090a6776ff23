/** What a report found, as SARIF results: where it is, in which course of events, and what excuses it. */

import type { TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import type { Chain, Gate, Report, Subject } from '../model/report.ts';
import type { ResourceRef } from '../model/resource.ts';
import { eventFindings, type Finding, gateFindings, type Level } from './findings.ts';
import { printable } from './printable.ts';

/** A finding with the gate's judgment. */
export interface SarifFinding extends Finding {
  /** `danger/open-admin-port`, `config/restricted-ssh`, `gate/alarm` */
  readonly ruleId: string;
  /** It made the gate fail. */
  readonly fails: boolean;
  readonly excuse?: { readonly reason: string; readonly until: string };
}

const ruleIdOf = ({ condition, rule }: Finding): string => {
  if (rule === null) return `gate/${condition}`;
  return `${condition === 'dangerous' ? 'danger' : 'config'}/${rule}`;
};

type GateEntry = Gate['failures'][number];

/** A call may be dangerous by several rules; a gate's message names the one it means. */
const isAbout = (entry: GateEntry, { condition, rule, event }: Finding): boolean =>
  entry.condition === condition &&
  entry.event === event?.id &&
  (condition !== 'dangerous' || rule === null || entry.message.includes(rule));

/** Everything found in events, and everything that the gate failed at or excused; what is both appears once. */
export function sarifFindings({ gate, timeline }: Report): readonly SarifFinding[] {
  const found = eventFindings(timeline);
  if (gate === null) return found.map((finding) => ({ ...finding, ruleId: ruleIdOf(finding), fails: false }));
  const { failures, excused = [] } = gate;
  const isKnown = (entry: GateEntry) => found.some((finding) => isAbout(entry, finding));
  const ofEvents = found.map((finding): SarifFinding => {
    const fails = failures.some((entry) => isAbout(entry, finding));
    const excuse = excused.find((entry) => isAbout(entry, finding));
    return {
      ...finding,
      ruleId: ruleIdOf(finding),
      fails,
      level: fails ? 'error' : finding.level,
      ...(excuse && { excuse: { reason: excuse.reason, until: excuse.until } }),
    };
  });
  const ofGate = [
    ...failures.filter((entry) => !isKnown(entry)).map((entry) => ({ entry, excuse: undefined })),
    ...excused
      .filter((entry) => !isKnown(entry))
      .map(({ reason, until, ...entry }) => ({ entry, excuse: { reason, until } })),
  ].flatMap(({ entry, excuse }) =>
    gateFindings({ ...gate, failures: [entry] }, timeline).map(
      (finding): SarifFinding => ({
        ...finding,
        ruleId: ruleIdOf(finding),
        fails: excuse === undefined,
        level: excuse === undefined ? 'error' : 'notice',
        ...(excuse && { excuse }),
      }),
    ),
  );
  return [...ofGate, ...ofEvents];
}

export const sarifLevel: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

type Place = Pick<ResourceRef, 'id' | 'type'> & {
  arn?: string | null;
  account?: string | null;
  region?: string | null;
};

/** The ARN if known, otherwise Config's key of the resource: account/region/type/id. */
function qualifiedName({ arn, account, region, type, id }: Place): string {
  return printable(arn ?? [account, region, type, id].filter((part) => part).join('/'));
}

/**
 * A URI path: characters that are legal in file names but not in URIs are percent-encoded, and so is a colon in the first
 * segment, which could be taken for a scheme. https://www.rfc-editor.org/rfc/rfc3986#section-4.2
 */
const uriOf = (path: string): string =>
  printable(path)
    .split(/[/\\]/)
    .map((segment) => encodeURI(segment).replace(/[#?]/g, encodeURIComponent))
    .map((segment, index) => (index === 0 ? segment.replaceAll(':', '%3A') : segment))
    .join('/');

/** The file in an archive's locator (`logs/a.json.gz#12`). */
function fileUri(locator: string): string {
  const file = locator.replace(/#\d+$/, '');
  const [, scheme, rest = file] = /^([a-z][a-z\d]+):\/\/(.*)$/s.exec(file) ?? [];
  if (scheme !== undefined) return `${scheme}://${uriOf(rest)}`;
  if (/^[A-Za-z]:[/\\]/.test(file)) return `file:///${file.slice(0, 2)}${uriOf(file.slice(2))}`;
  return file.startsWith('/') ? `file://${uriOf(file)}` : uriOf(file);
}

/** What a report knows about places, apart from the event itself. */
interface Known {
  readonly subject: Subject;
  /** By type and id: a call names a resource by its id, an item of AWS Config has the ARN. */
  readonly arns: ReadonlyMap<string, string>;
}

const arnsIn = (timeline: readonly TimelineEvent[]): ReadonlyMap<string, string> =>
  new Map(
    timeline.flatMap(({ resources }) =>
      resources.flatMap(({ type, id, arn }) => (arn ? [[`${type} ${id}`, arn] as const] : [])),
    ),
  );

/**
 * Where the record is, and which resource it is about. What was read from AWS is in no file, but code scanning requires one for
 * a result: it gets a path made of account, region, type and id, and says so.
 */
function locationOf(event: TimelineEvent | null, { subject, arns }: Known) {
  const found = placeOf(event, subject);
  const arn = found?.arn ?? arns.get(`${found?.type} ${found?.id}`);
  const place: Place | undefined = found && arn ? { ...found, arn } : found;
  const uri =
    event?.origin.backend === 'archive'
      ? fileUri(event.origin.locator)
      : uriOf(['aws', place?.account, place?.region, place?.type, place?.id].filter((part) => part).join('/'));
  const isFile = event?.origin.backend === 'archive';
  return {
    physicalLocation: {
      artifactLocation: { uri, ...(!isFile && { description: { text: 'not a file: the resource in AWS' } }) },
      // records have no lines of their own
      region: { startLine: 1 },
    },
    ...(place !== undefined && {
      logicalLocations: [{ name: printable(place.id), fullyQualifiedName: qualifiedName(place), kind: 'resource' }],
    }),
  };
}

function placeOf(event: TimelineEvent | null, subject: Subject): Place | undefined {
  const { account, region } = event?.origin ?? subject;
  const resource = event?.kind === 'compliance' ? event.detail.resource : event?.resources[0];
  if (resource !== undefined) return { account, region, ...resource };
  const id = event === null ? (subject.id ?? subject.name ?? subject.arn) : null;
  return id === null ? undefined : { id, type: subject.type, arn: subject.arn, account, region };
}

/** A course of events is read by a person, and repeated in the result of each of its events. */
const mostSteps = 50;

function codeFlowOf({ events, root, summary }: Chain, byId: ReadonlyMap<string, TimelineEvent>, known: Known) {
  const steps = events.flatMap((id) => byId.get(id) ?? []);
  const left = steps.length - mostSteps;
  const more = left > 0 ? `; ${plural(left, 'more event')}, in --output json` : '';
  return {
    message: { text: printable(summary) + more },
    threadFlows: [
      {
        locations: steps.slice(0, mostSteps).map((event) => ({
          executionTimeUtc: printable(event.time),
          importance: event.id === root ? 'essential' : 'important',
          location: { ...locationOf(event, known), message: { text: printable(event.summary) } },
        })),
      },
    ],
  };
}

/** Makes the results of a report, with its chains and events for lookups. */
export function createResultMaker({ timeline, chains, subject }: Report, rules: readonly { readonly id: string }[]) {
  const byId = new Map(timeline.map((event) => [event.id, event]));
  const chainById = new Map(chains.map((chain) => [chain.id, chain]));
  const known = { subject, arns: arnsIn(timeline) };
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return (finding: SarifFinding) => {
    const { ruleId, level, message, event, condition, fails, excuse } = finding;
    const chain = chainById.get(event?.chain ?? '');
    const identity = printable(event?.id ?? `${ruleId} ${message}`);
    return {
      ruleId: printable(ruleId),
      ruleIndex: indexOf.get(printable(ruleId)) ?? -1,
      level: sarifLevel[level],
      message: { text: printable(message) },
      locations: [locationOf(event, known)],
      // the second fingerprint lets code scanning distinguish two alerts of the same rule at the same place
      partialFingerprints: { 'obs3EventId/v1': identity, primaryLocationLineHash: identity },
      ...(chain !== undefined && chain.events.length > 1 && { codeFlows: [codeFlowOf(chain, byId, known)] }),
      ...(excuse !== undefined && {
        suppressions: [
          {
            kind: 'external',
            status: 'accepted',
            justification: printable(`${excuse.reason} (until ${excuse.until})`),
          },
        ],
      }),
      properties: {
        condition: printable(condition),
        failsGate: fails,
        ...(event !== null && {
          eventId: printable(event.id),
          time: printable(event.time),
          account: event.origin.account === null ? null : printable(event.origin.account),
          region: event.origin.region === null ? null : printable(event.origin.region),
          locator: printable(event.origin.locator),
        }),
      },
    };
  };
}
