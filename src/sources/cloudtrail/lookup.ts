/**
 * One lookup of the event history, as plain data.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
import { distinct } from '../../resources/recording-regions.ts';

export interface Attribute {
  readonly AttributeKey:
    | 'AccessKeyId'
    | 'EventId'
    | 'EventName'
    | 'EventSource'
    | 'ReadOnly'
    | 'ResourceName'
    | 'Username';
  readonly AttributeValue: string;
}

export interface Lookup {
  /** Absent: all events of the category. */
  readonly attribute?: Attribute;
  /** Absent: management events. */
  readonly eventCategory?: 'insight';
  readonly regions: readonly string[];
  /** The most pages to read in one region. Absent: to the end. */
  readonly mostPages?: number;
  /** Asked only if the lookups before it leave something open; `cut`: in the regions where one was not read to its end. */
  readonly onlyIf?: 'not-found' | 'principal' | 'cut';
  /** What it is for, in words. */
  readonly why: string;
}

export interface HistoryPlace {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** Regions whose writes were all read before. */
  readonly wholeRegions?: ReadonlySet<string>;
}

/** CloudTrail refuses an empty value and one of more than 2,000 characters: nothing is indexed under it. */
export const lookup = (
  AttributeKey: Attribute['AttributeKey'],
  AttributeValue: string,
  regions: readonly string[],
  why: string,
): readonly Lookup[] =>
  AttributeValue.length > 0 && AttributeValue.length <= 2000
    ? [{ attribute: { AttributeKey, AttributeValue }, regions, why }]
    : [];

/** Each attribute once, with the regions of all lookups that ask for it. */
export function distinctLookups(lookups: readonly Lookup[]): readonly Lookup[] {
  const all = new Map<string, Lookup>();
  for (const each of lookups) {
    const key = JSON.stringify([each.attribute?.AttributeKey, each.attribute?.AttributeValue, each.eventCategory]);
    const known = all.get(key);
    all.set(key, known ? { ...known, regions: distinct([...known.regions, ...each.regions]) } : each);
  }
  return [...all.values()];
}
