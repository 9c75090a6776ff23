/** What was asked, how it was interpreted, and for which time: so that nobody mistakes it for the answer to another question. */
import type { Query, Report, Subject } from '../model/report.ts';
import { duration, epochOf, span } from './clock.ts';
import { printable } from './printable.ts';

/** `AWS::EC2::SecurityGroup sg-0a1b (web) · 111122223333 · us-east-1` */
function readingOf({ kind, type, id, name, arn, account, region, deleted }: Subject): string {
  const title = type ?? (kind === 'resource' ? '' : kind);
  const spelled = id ?? name ?? arn ?? '';
  const also = name !== null && name !== spelled ? ` (${name})` : '';
  const gone = deleted === true ? ', deleted' : '';
  const identity = [title, `${spelled}${also}${gone}`].filter((part) => part !== '').join(' ');
  return [identity, account, region].filter((part) => part !== null && part !== '').join(' · ');
}

const askedOf: Readonly<Record<Query['as'], string>> = {
  any: '',
  target: 'what was done to ',
  principal: 'what was done by ',
};

function subjectText(subject: Subject, target: string | undefined, as: Query['as']): string {
  if (subject.kind === 'window') return 'everything in the window';
  const reading = readingOf(subject);
  const spellings = [subject.id, subject.name, subject.arn];
  const asked = target === undefined || spellings.includes(target) ? '' : `${target} → `;
  return `${askedOf[as] ?? ''}${asked}${reading}`;
}

function windowText({ window, from, accounts, regions }: Query): string {
  const { since, until, given } = window;
  const lengthMs = epochOf(until ?? '') - epochOf(since ?? '');
  const length = Number.isNaN(lengthMs) ? '' : ` (${duration(lengthMs)})`;
  const files = from.map((path) => (path === '-' ? 'standard input' : path)).join(', ');
  if (given) return `${span(since, until)}${length}${files === '' ? '' : ` · ${files}`}`;
  if (since === null && until === null && files !== '') {
    const places = [...accounts, ...regions].join(', ');
    return `no window was given, and ${files} holds no records${places === '' ? '' : ` of ${places}`}`;
  }
  return `${span(since, until)}${length}, ${files === '' ? 'as no window was given' : `first to last record of ${files}`}`;
}

/** `eventName` -> "event name" */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Sentences, safe for a terminal; not wrapped yet. */
export function subjectTexts({ query, subject, subjects }: Report): string[] {
  const { targets, as, filters } = query;
  const texts =
    subjects === undefined
      ? [subjectText(subject, query.target ?? undefined, as)]
      : subjects.map((each, index) => subjectText(each, targets[index], as));
  texts.push(windowText(query));
  const { reads, ...lists } = filters;
  // the subject shows its own place
  const places = [
    ...query.accounts.filter((account) => account !== subject.account).map((account) => `account ${account}`),
    ...query.regions.filter((region) => region !== subject.region),
  ];
  if (places.length > 0) texts.push(`only in ${places.join(', ')}`);
  const only = Object.entries(lists).map(([name, values]) => `${words(name)} ${values.join(' or ')}`);
  if (reads?.includes('all')) texts.push('all reads too');
  if (reads?.includes('writes')) only.unshift('writes');
  if (only.length > 0) texts.push(`only ${only.join(', ')}`);
  return texts.map(printable);
}
