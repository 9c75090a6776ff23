/**
 * Which items of a delivered file matter, judged by their top-level members: a snapshot holds an item of every resource, and
 * most of them are only counted.
 */
import type { ElementHead, ElementHeads } from '../../../archive/scanner.ts';
import type { SourceRequest } from '../../source.ts';
import type { TimedHead } from '../item.ts';
import { parseTime } from '../time.ts';
import { canonicalType } from '../type-name.ts';

/** The members of both dialects: https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
const texts = [
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'awsAccountId',
  'accountId',
  'awsRegion',
  'resourceType',
  'resourceId',
  'resourceName',
  'ARN',
  'arn',
] as const;
type TextKey = (typeof texts)[number];
const at = Object.fromEntries(texts.map((key, index) => [key, index])) as Readonly<Record<TextKey, number>>;

const others = [
  'configuration',
  'supplementaryConfiguration',
  'relationships',
  'tags',
  'relatedEvents',
  'version',
  'configurationItemVersion',
  'configurationStateId',
  'configurationStateMd5Hash',
  'configurationItemMD5Hash',
  'configurationItemDeliveryTime',
  'recordingFrequency',
  'resourceCreationTime',
  'availabilityZone',
];
const [configuration, relationships] = [0, 2];

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

/** `mayMatter`: whether an item belongs to what is asked for, judged by its head, and whether it has relationships. */
export function itemHeads(
  request: Asked,
  mayMatter: (head: TimedHead, hasRelationships: boolean) => boolean,
): ElementHeads {
  const needles = needlesOf(request);
  const headOf = headReader();
  return {
    listKey: 'configurationItems',
    texts,
    others,
    ...(needles && { needles }),
    ...(request.question.survey?.of === 'inventory' && { emptied }),
    take(element, collector) {
      const head = headOf(element);
      if (head === undefined || (element.mayBeNamed && mayMatter(head, element.has(relationships)))) return true;
      collector.seen(head.account, head.region, head.time);
      return false;
    },
  };
}

/** What an inventory leaves out. Only whether an item was delivered with a configuration and relationships is kept. */
const emptied = { configuration: 'null', supplementaryConfiguration: 'null', relationships: '[]' };

/** Every item that matches, or names a match, contains one of these; undefined if any item may match. */
function needlesOf(request: Asked): readonly string[] | undefined {
  const { targets, as } = request.question;
  if (request.kind !== 'evidence') {
    const { interests, heldBack } = request;
    // nothing else is asked for
    if (heldBack) return heldBack.spellings;
    const spellings = [...interests.targets, ...interests.neighbors];
    return spellings.length > 0 ? spellings : undefined;
  }
  if (targets.length === 0) return undefined;
  return as === 'principal' ? [] : [...new Set(targets.flatMap(({ text, aliases }) => [text, ...aliases]))];
}

/** The head of an item that `record` would take; undefined if `record` has to look at it itself. */
function headReader(): (element: ElementHead) => TimedHead | undefined {
  const types = new Map<string, string | undefined>();
  const typeOf = (text: string) => {
    if (!types.has(text)) types.set(text, /^\w+::/.test(text) ? canonicalType(text) : undefined);
    return types.get(text);
  };
  let lastTime: string | undefined;
  let parsedTime: number | undefined;
  return (element) => {
    const timeText = element.text(at.configurationItemCaptureTime);
    if (timeText !== lastTime) {
      lastTime = timeText;
      parsedTime = parseTime(timeText);
    }
    const time = parsedTime;
    const type = typeOf(element.text(at.resourceType) ?? '');
    const id = element.text(at.resourceId);
    const account = element.text(at.accountId) || element.text(at.awsAccountId);
    const region = element.text(at.awsRegion);
    // what the item leaves out may be in what carries it
    if (time === undefined || !type || !id || !account || !region || !element.has(configuration)) return undefined;
    return {
      resourceType: type,
      resourceId: id,
      resourceName: element.text(at.resourceName) || null,
      arn: element.text(at.arn) || element.text(at.ARN) || null,
      account,
      region,
      time,
      status: element.text(at.configurationItemStatus) || 'OK',
    };
  };
}
