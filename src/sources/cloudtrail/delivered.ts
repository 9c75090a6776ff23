/** What shows, before a record is parsed, that it cannot belong to the answer. */
import { needlesOf } from '../../archive/needles.ts';
import type { DeliveredForm, DeliveredRecords } from '../../archive/scanner.ts';
import { type Filters, noFilters, type Question, type Target } from '../../model/question.ts';
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { refOfSpelling } from '../../resources/identify.ts';
import type { GivenCredentials, SourceRequest } from '../source.ts';
import { dropsOf } from './filter.ts';
import { notedTexts, notes, notesWithIds } from './notes.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
export const form: DeliveredForm = {
  listKey: 'Records',
  opening: 'eventVersion',
  head: ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
  account: 'recipientAccountId',
};

type Asked = Pick<Question, 'targets' | 'window' | 'filters' | 'otherRegions'>;

/**
 * Records in the question's window that name a target or were made by it. Without a target, all records in the window that pass
 * the question's filters.
 */
export function deliveredFor(question: Asked): DeliveredRecords {
  const { targets, window, filters } = question;
  const texts = targets.length > 0 ? targets.flatMap(({ text }) => spellingsOf(text)) : namedBy(filters);
  return {
    form,
    ...window,
    notesKeys: true,
    notes,
    mayMatter: placesOf(question),
    drops: dropsOf(filters),
    ...(texts && { needles: texts }),
  };
}

/** Writes that name one of these, in the question's window. */
export const deliveredNaming = (spellings: readonly string[], question: Asked): DeliveredRecords => ({
  form,
  ...question.window,
  notesKeys: true,
  notes,
  mayMatter: placesOf(question),
  drops: dropsOf({ ...noFilters, reads: 'writes' }),
  needles: spellings.flatMap(spellingsOf),
});

/** Records are counted, whatever their content. */
export const deliveredCounted: DeliveredRecords = { form, until: 0, notesKeys: true, notes };

/** Failed calls and reads change nothing, and most calls are one or the other. */
export function ofWrites(question: Question): Question {
  const { filters } = question;
  const outcome = filters.outcome.length > 0 ? filters.outcome : (['success'] as const);
  return { ...question, filters: { ...filters, reads: 'writes', outcome } };
}

/** The question, for all calls that succeeded, including reads of data. */
export const ofReads = (question: Question): Question => ({
  ...question,
  filters: { ...question.filters, reads: 'all', outcome: ['success'] },
});

/** Writes with these names, among those that the question asks for. */
export function deliveredNamed(calls: readonly string[], question: Question): DeliveredRecords {
  const delivered = deliveredFor(ofWrites(question));
  const names = new Set(calls);
  const { drops } = delivered;
  return {
    ...delivered,
    ...(drops && {
      drops: {
        ...drops,
        of: (source, name) => (names.has(`${source}/${plainEventName(name)}`) ? drops.of(source, name) : { all: true }),
      },
    }),
  };
}

/** The question for the same window and places, whoever called and whatever was called. */
export const ofAnyone = (question: Question): Question => ({
  ...question,
  targets: [],
  as: 'any',
  filters: { ...noFilters, accounts: question.filters.accounts, regions: question.filters.regions },
});

/** Records that contain the beginning of an address, or a name spelled in a different case. */
export const deliveredOfPeople = (name: string, question: Question): DeliveredRecords => ({
  ...deliveredFor(ofAnyone(question)),
  needles: [`${name}@`, ...otherCasesOf(name)],
});

/**
 * The usual ways to write a person's name: `alice.smith`, `Alice.Smith`, `ALICE.SMITH`. The name as typed was looked for
 * before.
 */
function otherCasesOf(name: string): readonly string[] {
  const lower = name.toLowerCase();
  // in an email address only the person is capitalized, not the domain
  const capital = lower.replace(/(?<=^[^@]*)(?<![a-z0-9])[a-z]/g, (letter) => letter.toUpperCase());
  return [...new Set([lower, capital, name.toUpperCase()])].filter((spelling) => spelling !== name);
}

/** Records that contain one of these credentials, or the name of a user who was given one. */
export const deliveredCalledWith = (
  { accessKeyIds, userNames, roles }: GivenCredentials,
  question: Question,
): DeliveredRecords => ({
  ...deliveredFor(ofAnyone(question)),
  needles: [...accessKeyIds, ...userNames, ...roles.map(({ name }) => name)],
});

/** Records that name one of these, among those that the question asks for. */
export function deliveredOn(targets: readonly Target[], question: Question): DeliveredRecords {
  const { needles: _, ...delivered } = deliveredFor(question);
  const named = targets.flatMap(({ aliases }) => aliases);
  // looking for this many takes longer than reading everything that may contain one of them
  return named.length > mostNamed ? delivered : { ...delivered, needles: named.flatMap(spellingsOf) };
}

const mostNamed = 10_000;

/** The accounts and regions whose records are wanted, and the other regions that may hold some of them. */
function placesOf({ filters: { accounts, regions }, otherRegions = [] }: Asked) {
  return (account: string, region: string): boolean =>
    (accounts.length === 0 || accounts.includes(account)) &&
    (regions.length === 0 || regions.includes(region) || otherRegions.includes(region));
}

/**
 * Texts of which every record that passes contains at least one, from the first filter that has such texts; undefined if none
 * has.
 */
function namedBy({ sourceIp, principal, errorCode }: Filters): readonly string[] | undefined {
  const called = principal.map(textsOfPrincipal);
  const isTold = called.every((texts) => texts !== undefined);
  return [sourceIp, isTold ? called.flat() : [], errorCode].find(
    (texts) => texts.length > 0 && needlesOf(texts) !== undefined,
  );
}

/** A name that obs3 makes up for a record without one appears in no record, so there is nothing to search for. */
const isMadeUp = /^(?:unknown|root\/|account:)/;

/** Texts in the record of a call by a principal, given the name that `createFilter` knows it by; undefined: not known. */
function textsOfPrincipal(name: string): readonly string[] | undefined {
  if (name === 'root') return spellingsOf(name);
  if (isMadeUp.test(name)) {
    const [, account] = /^account:(\d{12})$/.exec(name) ?? [];
    return account === undefined ? undefined : [account];
  }
  const arn = parseArn(name);
  // the part before it, `assumed-role`, is in too many other records
  return [arn ? arn.resource.slice(arn.resource.indexOf('/') + 1) : name];
}

/** Records that show who is behind others. An access key that a call issued is in its response. */
export function deliveredBehind(request: Extract<SourceRequest, { kind: 'credentials' }>): DeliveredRecords {
  const { accessKeyIds, services = [], userIds = [], sessions = [], sharedEventIds = [] } = request;
  const texts = notedTexts(form, request);
  return {
    form,
    accessKeyIds,
    needles: [...services, ...userIds, ...sessions, ...sharedEventIds],
    ...(texts && { notedTexts: texts }),
    ...(userIds.length + sharedEventIds.length > 0 && { notes: notesWithIds }),
  };
}

/**
 * Texts of which every record that involves the target contains at least one: see `touches` and `actsAs`. Every spelling of an
 * ARN or a URL, and every ARN that names the same resource, contains one of its ids.
 */
function spellingsOf(target: string): readonly string[] {
  if (target === 'root') return ['root', 'Root'];
  const arn = parseArn(target);
  if (!arn) return [refOfSpelling(target)?.id ?? target.replace(/(?<=.)\.$/, '')];
  const ids = idsOfArn(arn);
  return ids.length > 0 ? ids : [target];
}
