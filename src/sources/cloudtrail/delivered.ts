/** What tells, before a record is parsed, that it cannot belong to the answer. */
import type { DeliveredForm, DeliveredRecords } from '../../archive/scanner.ts';
import type { Question } from '../../model/question.ts';
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import type { SourceRequest } from '../source.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
const form: DeliveredForm = {
  listKey: 'Records',
  opening: 'eventVersion',
  head: ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
  account: 'recipientAccountId',
};

/** Records that name a target or were made by it, in the question's window. Without a target all in the window matter. */
export const deliveredFor = ({ targets, window }: Pick<Question, 'targets' | 'window'>): DeliveredRecords => ({
  form,
  ...window,
  notesKeys: true,
  ...(targets.length > 0 && { needles: targets.flatMap(({ text }) => spellingsOf(text)) }),
});

/** Records that name one of these, in the question's window. */
export const deliveredNaming = (
  spellings: readonly string[],
  { window }: Pick<Question, 'window'>,
): DeliveredRecords => ({ form, ...window, notesKeys: true, needles: spellings.flatMap(spellingsOf) });

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
