/** What tells, before a record is parsed, that it cannot belong to the answer. */
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
 * Records that name a target or were made by it, in the question's window. Without a target all in the window matter that
 * pass the question's filters.
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

/** Records are counted, whatever is in them. */
export const deliveredCounted: DeliveredRecords = { form, until: 0, notesKeys: true, notes };

/** What failed or only read changes nothing, and most calls are such. */
export function ofWrites(question: Question): Question {
  const { filters } = question;
  const outcome = filters.outcome.length > 0 ? filters.outcome : (['success'] as const);
  return { ...question, filters: { ...filters, reads: 'writes', outcome } };
}

/** The same of what succeeded, reads of data among it. */
export const ofReads = (question: Question): Question => ({
  ...question,
  filters: { ...question.filters, reads: 'all', outcome: ['success'] },
});

/** Writes of these names, of those that the question asks for. */
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

/** The same time and places, whoever called what. */
export const ofAnyone = (question: Question): Question => ({
  ...question,
  targets: [],
  as: 'any',
  filters: { ...noFilters, accounts: question.filters.accounts, regions: question.filters.regions },
});

/** Records in which the beginning of an address stands, or a name as it is spelled in another case. */
export const deliveredOfPeople = (name: string, question: Question): DeliveredRecords => ({
  ...deliveredFor(ofAnyone(question)),
  needles: [`${name}@`, ...otherCasesOf(name)],
});

/** As people are mostly written: `alice.smith`, `Alice.Smith`, `ALICE.SMITH`. The name itself was looked for. */
function otherCasesOf(name: string): readonly string[] {
  const lower = name.toLowerCase();
  // of an address the person, not where the mail goes
  const capital = lower.replace(/(?<=^[^@]*)(?<![a-z0-9])[a-z]/g, (letter) => letter.toUpperCase());
  return [...new Set([lower, capital, name.toUpperCase()])].filter((spelling) => spelling !== name);
}

/** Records in which one of these credentials stands, or the name of who was given one. */
export const deliveredCalledWith = (
  { accessKeyIds, userNames }: GivenCredentials,
  question: Question,
): DeliveredRecords => ({
  ...deliveredFor(ofAnyone(question)),
  needles: [...accessKeyIds, ...userNames],
});

/** Records that name one of these, of those that the question asks for. */
export function deliveredOn(targets: readonly Target[], question: Question): DeliveredRecords {
  const { needles: _, ...delivered } = deliveredFor(question);
  const named = targets.flatMap(({ aliases }) => aliases);
  // looking for so many takes longer than reading what any of them may stand in
  return named.length > mostNamed ? delivered : { ...delivered, needles: named.flatMap(spellingsOf) };
}

const mostNamed = 10_000;

/** Where records of an account and region are asked for; of other regions some may be. */
function placesOf({ filters: { accounts, regions }, otherRegions = [] }: Asked) {
  return (account: string, region: string): boolean =>
    (accounts.length === 0 || accounts.includes(account)) &&
    (regions.length === 0 || regions.includes(region) || otherRegions.includes(region));
}

/** Texts of which one stands in every record that passes: of the first filter that has such; undefined where none has. */
function namedBy({ sourceIp, principal, errorCode }: Filters): readonly string[] | undefined {
  const called = principal.map(textsOfPrincipal);
  const isTold = called.every((texts) => texts !== undefined);
  return [sourceIp, isTold ? called.flat() : [], errorCode].find(
    (texts) => texts.length > 0 && needlesOf(texts) !== undefined,
  );
}

/** A name that stands in no record, but is made where a record has none, names nothing to look for. */
const isMadeUp = /^(?:unknown|root\/|account:)/;

/** What stands in the record of a call by a principal, as `createFilter` knows it by its name; undefined: not known. */
function textsOfPrincipal(name: string): readonly string[] | undefined {
  if (name === 'root') return spellingsOf(name);
  if (isMadeUp.test(name)) {
    const [, account] = /^account:(\d{12})$/.exec(name) ?? [];
    return account === undefined ? undefined : [account];
  }
  const arn = parseArn(name);
  // what comes first, `assumed-role`, stands in every other record
  return [arn ? arn.resource.slice(arn.resource.indexOf('/') + 1) : name];
}

/** Records that tell who is behind others. An access key that a call issued stands in its response. */
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
 * Texts of which one stands in every record that the target has to do with: see `touches` and `actsAs`. Every spelling of an
 * ARN or a URL, and every ARN that names the same resource, holds one of its ids.
 */
function spellingsOf(target: string): readonly string[] {
  if (target === 'root') return ['root', 'Root'];
  const arn = parseArn(target);
  if (!arn) return [refOfSpelling(target)?.id ?? target.replace(/(?<=.)\.$/, '')];
  const ids = idsOfArn(arn);
  return ids.length > 0 ? ids : [target];
}
