/** A chain in one sentence, as a person would say it. Made from log text: hostile until it has passed through `printable`. */
import type { ApiCallEvent, Exposure, FindingEvent, TimelineEvent } from '../../model/event.ts';
import { plural } from '../../model/number-text.ts';
import { roleTitle, throughRole } from '../../model/person.ts';
import type { Principal } from '../../model/principal.ts';
import { operationOf } from '../../resources/operations.ts';
import { enumerate } from '../../resources/read.ts';
import type { Candidate } from './candidate.ts';
import { credentialStepOf } from './credentials.ts';
import { apart } from './durations.ts';
import { followedWords } from './followed-words.ts';
import { functionBehind, type Remedy, remedyOf } from './remediated.ts';
import type { ResourceIndex } from './resource-index.ts';

export interface SummaryInput {
  readonly index: ResourceIndex;
  readonly root: TimelineEvent;
  readonly events: readonly TimelineEvent[];
  readonly links: readonly Candidate[];
  readonly exposure: Exposure | null;
}

export function summaryOf(input: SummaryInput): string {
  const { root } = input;
  const parts = [
    `${rootWords(root)}${keyWords(input)}`,
    ...effectiveWords(input),
    ...beforeFinding(input),
    ...ruleWords(input),
    ...followedBy(input),
    ...fixWords(input),
  ];
  return parts.join('; ');
}

/** If the root is a shift that set off an alarm, no call is known as its cause. */
function rootWords(root: TimelineEvent): string {
  switch (root.kind) {
    case 'api-call':
      return deed(root);
    case 'config-change':
    case 'compliance':
      return `${root.summary}, by a call that is not known`;
    case 'finding':
      return foundText(root);
    default:
      return root.summary;
  }
}

/** What the root waited for: "then bob rebooted orders, which made it take effect". */
function effectiveWords({ root, links, index }: SummaryInput): readonly string[] {
  const by = new Set(links.flatMap(({ from, effectiveBy }) => (from === root.id ? (effectiveBy ?? []) : [])));
  return [...by].flatMap((id) => {
    const call = index.byId.get(id)?.event;
    return call?.kind === 'api-call' ? [`${deed(call)}, which made it take effect`] : [];
  });
}

/** If a finding is only about a read, a denied call or a new key, the chain begins with the finding. */
function beforeFinding({ root, links, index }: SummaryInput): readonly string[] {
  if (root.kind !== 'finding') return [];
  const from = links.find(({ relation, to }) => relation === 'preceded' && to === root.id)?.from;
  const call = from === undefined ? undefined : index.byId.get(from)?.event;
  return call?.kind === 'api-call' ? [`before it ${deed(call)}`] : [];
}

/** A user's name does not reveal who holds the key or password that somebody else created for it. */
function keyWords({ index, root, links }: SummaryInput): string {
  const giver = giverOf(root, links, index);
  if (!giver || root.kind !== 'api-call') return '';
  const name = whoName(giver.detail.principal);
  const what = givenWords[giver.detail.eventName];
  if (what === undefined || name === whoName(root.detail.principal)) return '';
  const [credential, how] = what;
  return `, with ${credential} that ${name} ${how} ${apart(Date.parse(root.time) - Date.parse(giver.time))} before`;
}

const givenWords: Readonly<Record<string, readonly [string, string]>> = Object.assign(Object.create(null), {
  CreateAccessKey: ['an access key', 'created'],
  UpdateAccessKey: ['an access key', 'turned on'],
  CreateLoginProfile: ['a console password', 'set'],
  UpdateLoginProfile: ['a console password', 'set'],
});

/** The call that issued the credentials behind a call, possibly by way of sign-ins. */
function giverOf({ id }: TimelineEvent, links: readonly Candidate[], index: ResourceIndex): ApiCallEvent | undefined {
  const before = new Map(
    links.flatMap(({ relation, from, to }) => (relation === 'enabled' ? [[to, from] as const] : [])),
  );
  const seen = new Set<string>();
  for (let at = before.get(id); at !== undefined && !seen.has(at); at = before.get(at)) {
    seen.add(at);
    const event = index.byId.get(at)?.event;
    if (event?.kind === 'api-call' && credentialStepOf(event)?.step === 'given') return event;
  }
  return undefined;
}

/** "alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 through PowerUser (console)" */
function deed({ summary, detail: { principal } }: ApiCallEvent): string {
  const tool = toolWords(principal);
  return `${whoName(principal)} ${summary}${throughRole(principal)}${tool === '' ? '' : ` (${tool})`}`;
}

function whoName({ human, name, session }: Principal): string {
  if (human) return human.certainty === 'guess' ? `${human.name}?` : human.name;
  if (session === undefined || session === '' || session === name) return roleTitle(name);
  return `${roleTitle(name)}/${session}`;
}

/** For a caller from another account, only the account is recorded. */
const callerName = (principal: Principal): string =>
  whoName(principal)
    .replace(/^account:anonymous(?:_principal)?$/i, 'somebody unknown')
    .replace(/^account:/, 'account ');

const toolWords = ({ tool, service }: Principal): string => {
  if (tool.kind === 'console') return 'console';
  return tool.kind === 'unknown' || (tool.kind === 'service' && service) ? '' : tool.name;
};

function ruleWords({ exposure }: SummaryInput): readonly string[] {
  if (!exposure || exposure.rules.length === 0) return [];
  const { startedTime, detectedTime, seconds, open, rules } = exposure;
  const lag = startedTime && detectedTime ? Date.parse(detectedTime) - Date.parse(startedTime) : null;
  const noticed = `${enumerate(rules)} noticed${lag === null || lag < 0 ? '' : ` after ${apart(lag)}`}`;
  if (seconds === null) return [noticed];
  const how = open
    ? stillBroken(rules.length > 1 ? 'are' : 'is', seconds)
    : `stayed NON_COMPLIANT ${apart(seconds * 1000)}`;
  return [`${noticed} and ${how}`];
}

/** If the verdict is the last known one, how long it held is unknown. */
const stillBroken = (verb: 'are' | 'is', seconds: number): string =>
  seconds === 0
    ? `${verb} NON_COMPLIANT where the records end`
    : `${verb} NON_COMPLIANT still, for ${apart(seconds * 1000)}`;

/** Who came in through what a change opened; shifts, logs and traffic that followed it; and alarms that went off. */
function followedBy({ root, events, links, index }: SummaryInput): readonly string[] {
  const preceded = new Set(links.flatMap(({ relation, to }) => (relation === 'preceded' ? [to] : [])));
  const effects = events.filter(({ id, kind }) => preceded.has(id) && kind !== 'alarm' && kind !== 'finding');
  const changes = new Set(index.changes.map(({ event }) => event.id));
  // a sign-in or a new key comes before the chain and changes nothing in the account, unless the chain is about it
  const entered = new Set(
    links.flatMap(({ relation, from, to }) =>
      relation === 'enabled' && to !== root.id && (from === root.id || (changes.has(from) && !isGiver(from, index)))
        ? [to]
        : [],
    ),
  );
  const entries = events.filter((event): event is ApiCallEvent => entered.has(event.id));
  const uses = entriesIn(entries, (id) => madeWith(id, links, index));
  const alarms = new Set(
    events.flatMap((event) => (event.kind === 'alarm' && event.detail.to === 'ALARM' ? [event.detail.alarmName] : [])),
  );
  return [
    ...(uses.length > 0 ? [`then ${enumerate(uses)}`] : []),
    ...(effects.length > 0 ? [`then ${followedWords(effects)}`] : []),
    ...foundWords(root, events),
    ...(alarms.size > 0 ? [`alarm${alarms.size > 1 ? 's' : ''} ${enumerate([...alarms])} went off`] : []),
  ];
}

const isGiver = (id: string, index: ResourceIndex): boolean => {
  const event = index.byId.get(id)?.event;
  return event?.kind === 'api-call' && credentialStepOf(event)?.step === 'given';
};

/** What services found, gravest first: "GuardDuty found: … (HIGH), and 2 other findings". */
function foundWords(root: TimelineEvent, events: readonly TimelineEvent[]): readonly string[] {
  const found = events.filter((event): event is FindingEvent => event.kind === 'finding' && event !== root);
  const first = found.find(({ severity }) => severity === 'critical') ?? found[0];
  if (!first) return [];
  const others = found.length > 1 ? `, and ${plural(found.length - 1, 'other finding')}` : '';
  return [`${foundText(first)}${others}`];
}

const foundText = ({ detail: { product, title, severityLabel } }: FindingEvent): string =>
  `${product} found: ${title.replace(/\.$/, '')} (${severityLabel})`;

/** The changes that were made with the credentials which a call issued, in order of time. */
function madeWith(id: string, links: readonly Candidate[], index: ResourceIndex): readonly ApiCallEvent[] {
  const made = new Set(links.flatMap(({ relation, from, to }) => (relation === 'enabled' && from === id ? [to] : [])));
  return index.changes.map(({ event }) => event).filter((event) => made.has(event.id));
}

/**
 * The first call of each who came in, and how many there were: "account 444455556666 assumed role r (3 calls)"; with the first
 * change that was made then, where it is known.
 */
function entriesIn(
  calls: readonly ApiCallEvent[],
  changesWith: (id: string) => readonly ApiCallEvent[],
): readonly string[] {
  const byCaller = new Map<string, ApiCallEvent[]>();
  for (const call of calls) {
    const name = callerName(call.detail.principal);
    byCaller.set(name, [...(byCaller.get(name) ?? []), call]);
  }
  return [...byCaller].map(([name, entries]) => {
    const [first, ...others] = entries;
    const [change, ...more] = entries.flatMap(({ id }) => changesWith(id));
    // the subject of a token is who came in
    const entrance = (first?.summary ?? '').replace(` (${name})`, '');
    const count = others.length > 0 ? ` (${plural(others.length + 1, 'call')})` : '';
    const rest = more.length > 0 ? `, with ${plural(more.length, 'change')} more` : '';
    return `${name} ${entrance}${count}${change ? ` and ${change.summary}${rest}` : ''}`;
  });
}

function fixWords({ index, root, links, exposure }: SummaryInput): readonly string[] {
  const own = operationOfRoot(root, links);
  const undone = isGiver(root.id, index)
    ? endOf(root, links)
    : links.findLast(({ relation, from, to }) => relation === 'reverted' && own.has(to) && !own.has(from))?.from;
  const id = exposure?.fixedBy ?? undone ?? endOf(giverOf(root, links, index), links);
  const fix = id === undefined || id === root.id ? undefined : index.byId.get(id)?.event;
  if (fix?.kind !== 'api-call') return [];
  const after = exposure?.fixedBy ? '' : `, ${apart(Date.parse(fix.time) - Date.parse(root.time))} later`;
  return [`${fixerName(fix, links, index)} ${fix.summary}${after}`];
}

/** What ended a credential first: a disabled key is deleted only later. */
const endOf = (giver: TimelineEvent | undefined, links: readonly Candidate[]): string | undefined =>
  links.find(({ relation, to }) => relation === 'reverted' && to === giver?.id)?.from;

/** The root, and what services did for it: a scheduler that replaces its own tasks does not repair anything. */
function operationOfRoot({ id }: TimelineEvent, links: readonly Candidate[]): ReadonlySet<string> {
  const own = new Set([id]);
  for (const each of own)
    for (const { relation, from, to } of links) if (relation === 'continued' && from === each) own.add(to);
  return own;
}

function fixerName(fix: ApiCallEvent, links: readonly Candidate[], index: ResourceIndex): string {
  const starter = starterOf(fix, links, index);
  const by = starter ? `, started by ${whoName(starter.detail.principal)},` : '';
  switch (remedyBehind(fix, links, index)) {
    case 'config':
      return `AWS Config remediation${by}`;
    case 'automation':
      return `a Systems Manager automation${by}`;
    case 'function':
      return `the ${functionBehind(fix)}${by}`;
    case 'person':
      return `${whoName(fix.detail.principal)}${starter && operationOf(starter.detail.eventSource, starter.detail.eventName) ? by : ''}`;
  }
}

/** An automation that Config started counts as Config's remediation. */
function remedyBehind(fix: ApiCallEvent, links: readonly Candidate[], index: ResourceIndex): Remedy {
  const started = callsBefore(fix, links, index).some((call) => remedyOf(call) === 'config');
  return started ? 'config' : remedyOf(fix);
}

/** The first of the calls that started the fix. */
function starterOf(fix: ApiCallEvent, links: readonly Candidate[], index: ResourceIndex): ApiCallEvent | undefined {
  return callsBefore(fix, links, index).findLast(({ detail }) => !detail.principal.service);
}

/** The calls that led to one made on somebody's behalf, nearest first. */
function callsBefore(fix: ApiCallEvent, links: readonly Candidate[], index: ResourceIndex): readonly ApiCallEvent[] {
  const started = new Map(
    links.flatMap(({ relation, from, to }) => (relation === 'continued' ? [[to, from] as const] : [])),
  );
  const seen = new Set<string>();
  const found: ApiCallEvent[] = [];
  for (let at = started.get(fix.id); at !== undefined && !seen.has(at); at = started.get(at)) {
    seen.add(at);
    const event = index.byId.get(at)?.event;
    if (event?.kind === 'api-call') found.push(event);
  }
  return found;
}
