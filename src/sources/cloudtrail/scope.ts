/** Which records a question's accounts and regions let through: for global services, also those recorded in other regions. */
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { Question } from '../../model/question.ts';
import { partitionOf, regionsOfSource } from '../../resources/recording-regions.ts';
import { accountOf, regionOf } from './record.ts';

export function createScopeTest({
  targets,
  filters: { accounts, regions },
  otherRegions = [],
}: Pick<Question, 'targets' | 'filters' | 'otherRegions'>): (record: JsonObject) => boolean {
  const others = new Set(otherRegions);
  // other regions give only global services' records if the whole window is read: without a target, or for one without an index
  const isIndexed = targets.some(({ readings: [first] }) => first?.kind !== 'ip');
  const partition = partitionOf(regions);
  const isRecordedIn = (region: string, record: JsonObject): boolean =>
    regions.includes(region) ||
    (others.has(region) &&
      (isIndexed ||
        regionsOfSource(stringAt(record, 'eventSource') ?? '', { regions: [], partition }).includes(region)));
  return (record) => {
    const [account, region] = [accountOf(record), regionOf(record)];
    if (accounts.length > 0 && (account === null || !accounts.includes(account))) return false;
    return regions.length === 0 || (region !== null && isRecordedIn(region, record));
  };
}
