/** What tells, before a record is parsed, that it cannot belong to the answer. */
import type { DeliveredForm, DeliveredRecords } from '../../archive/scanner.ts';
import { type Filters, noFilters, type Question } from '../../model/question.ts';
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import type { SourceRequest } from '../source.ts';
import { dropsOf } from './filter.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
const form: DeliveredForm = {
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
  mayMatter: placesOf(question),
  drops: dropsOf({ ...noFilters, reads: 'writes' }),
  needles: spellings.flatMap(spellingsOf),
});

/** Where records of an account and region are asked for; of other regions some may be. */
function placesOf({ filters: { accounts, regions }, otherRegions = [] }: Asked) {
  return (account: string, region: string): boolean =>
    (accounts.length === 0 || accounts.includes(account)) &&
    (regions.length === 0 || regions.includes(region) || otherRegions.includes(region));
}

/** An address that is asked for stands in the record as it is; undefined where none is. */
const namedBy = ({ sourceIp }: Filters): readonly string[] | undefined => (sourceIp.length > 0 ? sourceIp : undefined);

/** Records that tell who is behind others. An access key that a call issued stands in its response. */
export function deliveredBehind(request: Extract<SourceRequest, { kind: 'credentials' }>): DeliveredRecords {
  const { accessKeyIds, services = [], userIds = [], sessions = [], sharedEventIds = [] } = request;
  return { form, accessKeyIds, needles: [...services, ...userIds, ...sessions, ...sharedEventIds] };
}

/**
 * Texts of which one stands in every record that the target has to do with: see `touches` and `actsAs`. Every spelling of an
 * ARN, and every ARN that names the same resource, holds one of its ids.
 */
function spellingsOf(target: string): readonly string[] {
  if (target === 'root') return ['root', 'Root'];
  const arn = parseArn(target);
  const ids = arn ? idsOfArn(arn) : [];
  return ids.length > 0 ? ids : [target];
}
