/** The path from a person to the sessions, as a tree: each call that issued credentials, and what was done with them. */
import { numberText, plural } from '../model/number-text.ts';
import type { WhoisHop, WhoisPerson, WhoisSession } from '../model/whois.ts';
import { dateOf, timeBeside } from './clock.ts';
import { foldForwarded, type ShownSession } from './forwarded-sessions.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext } from './renderer.ts';
import { countsText, viaText } from './whois-words.ts';
import { displayWidth, wrap } from './width.ts';

/** If a person has more sessions, they are counted. */
const mostSessions = 12;

interface Node {
  /** The first line, and (`details`) the dimmed text below it. */
  readonly title: string;
  readonly details: readonly string[];
  readonly children: Node[];
}

export function* treeLines(
  person: WhoisPerson,
  { width, expand }: Pick<RenderContext, 'width' | 'expand'>,
  palette: Palette,
): Generator<string> {
  const all = expand ? person.sessions.map((session) => ({ session, count: 1 })) : foldForwarded(person.sessions);
  const shown = expand ? all : all.slice(0, mostSessions);
  const children: Node[] = [];
  const hops = new Map<string, Node>();
  for (const { session, count } of shown) {
    let siblings = children;
    let way = '';
    if (session.pathEnd === 'missing' || session.pathEnd === 'cycle') siblings = unknownStart(siblings, hops, session);
    for (const hop of session.path) {
      way += ` ${hop.event}`;
      const known = hops.get(way) ?? { title: hopText(hop), details: hopDetails(hop), children: [] };
      if (!hops.has(way)) siblings.push(known);
      hops.set(way, known);
      siblings = known.children;
    }
    siblings.push({ title: sessionText({ session, count }), details: sessionDetails(session), children: [] });
  }
  const left = all.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  if (left > 0)
    children.push({ title: `and ${plural(left, 'more session')}; --expand lists all`, details: [], children: [] });
  else if (all.length < person.sessions.length && !expand)
    children.push({ title: '--expand lists each session by itself', details: [], children: [] });
  yield* wrap(printable(rootText(person)), width).map(palette.title);
  yield* branchLines(children, '', width, palette);
}

function rootText({ human, name, sessions }: WhoisPerson): string {
  if (human) return `${human.name} (${viaText(human)})`;
  const workload = sessions[0]?.workload;
  if (workload) return `${typeText(workload.type)} ${workload.id} (nobody known behind it)`;
  const from = sessions.find(({ path }) => path.length > 0)?.path[0]?.from;
  if (from !== undefined) return `${from} (nobody known behind it)`;
  return `${name} (nobody known behind it)`;
}

/** If the path begins with a call that was not found, the tree says so. */
function unknownStart(children: Node[], hops: Map<string, Node>, { pathEnd, path }: WhoisSession): Node[] {
  const title =
    pathEnd === 'cycle'
      ? '? the records lead in a circle, which real credentials cannot'
      : path.length > 0
        ? `? the call that issued the credentials of ${shortArn(path[0]?.from ?? '')} was not found`
        : '? the call that issued these credentials was not found';
  const known = hops.get(title) ?? { title, details: [], children: [] };
  if (!hops.has(title)) children.push(known);
  hops.set(title, known);
  return known.children;
}

/** The width that a branch and a call's id need on one line: nodes too deep for that stay at the same depth. */
const narrowest = 54;

function* branchLines(nodes: readonly Node[], indent: string, width: number, palette: Palette): Generator<string> {
  for (const [index, { title, details, children }] of nodes.entries()) {
    const isLast = index === nodes.length - 1;
    const [branch, rest] = isLast ? ['└─ ', '   '] : ['├─ ', '│  '];
    const below = indent + rest + (children.length > 0 ? '│  ' : '   ');
    const room = width - displayWidth(below);
    const columns = Math.max(24, room);
    const [first = '', ...more] = wrap(printable(title), columns + 3);
    yield palette.quiet(indent + branch) + first;
    for (const line of more) yield palette.quiet(indent + rest) + line;
    for (const detail of details)
      for (const line of wrap(printable(detail), columns)) yield palette.quiet(below + line);
    const deeper = indent + rest;
    yield* branchLines(children, displayWidth(deeper) + narrowest > width ? indent : deeper, width, palette);
  }
}

const shortTime = (time: string) => `${time.slice(0, 10)} ${time.slice(11, 19)}`;

const untilText = (first: string, last: string) =>
  first === last ? shortTime(first) : `${shortTime(first)} → ${timeBeside(last, dateOf(first))}`;

/** `arn:aws:sts::111122223333:assumed-role/Admin/alice` -> Admin/alice */
const shortArn = (arn: string): string =>
  arn.startsWith('arn:')
    ? arn
        .split(':')
        .slice(5)
        .join(':')
        .replace(/^(?:assumed-role|role|user)\//, '') || arn
    : arn;

const accountIn = (arn: string) => /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];

function hopText({ time, eventName, from, to }: WhoisHop): string {
  const account = accountIn(to);
  const isAway = account !== undefined && accountIn(from) !== undefined && accountIn(from) !== account;
  return `${shortTime(time)}  ${eventName ?? 'took on'} → ${shortArn(to)}${isAway ? ` in account ${account}` : ''}`;
}

/** Each once: a service's tool and address are the same name. */
const present = (texts: readonly (string | null | undefined)[]) =>
  [...new Set(texts.filter((text): text is string => typeof text === 'string' && text !== ''))].join(' · ');

const hopDetails = ({ tool, sourceIp, event }: WhoisHop) => [
  present([tool && tool.kind !== 'unknown' ? tool.name : null, sourceIp, event]),
];

/** `AWS::EC2::Instance` -> EC2 Instance */
const typeText = (type: string | null) => (type ?? 'workload').replace(/^AWS::/, '').replaceAll('::', ' ');

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const kinds: Readonly<Record<string, string>> = {
  IAMUser: 'user ',
  IdentityCenterUser: 'Identity Center user ',
  SAMLUser: 'sign-in of ',
  WebIdentityUser: 'sign-in of ',
  AWSAccount: 'a principal of ',
};

function sessionText({ session: shown, count }: ShownSession): string {
  const { type, name, session, accessKeyId, workload, mfa, ...counts } = shown;
  const own = session === null ? `${kinds[type] ?? ''}${name}` : `session ${name}/${session}`;
  const keys = count > 1 ? plural(count, 'forwarded session') : accessKeyId;
  return present([own, keys, countsText(counts), mfa === true ? 'MFA' : null]);
}

function sessionDetails({ firstTime, lastTime, tools, addresses, workload }: WhoisSession): readonly string[] {
  const times = firstTime === null ? 'never used in this window' : untilText(firstTime, lastTime ?? firstTime);
  const few = (tallies: WhoisSession['tools']) => {
    const rest = tallies.length - 3;
    return `${tallies
      .slice(0, 3)
      .map(({ value }) => value)
      .join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
  };
  return [present([times, few(tools), few(addresses)]), ...(workload ? [workloadText(workload)] : [])];
}

function workloadText({ type, id, lastChange }: NonNullable<WhoisSession['workload']>): string {
  const what = type === 'AWS::Config::ConfigRule' ? `for the rule ${id}` : `credentials of ${typeText(type)} ${id}`;
  if (!lastChange) return what;
  const { by, time, event } = lastChange;
  return `${what}, changed last by ${by} at ${shortTime(time)} (${event})`;
}
