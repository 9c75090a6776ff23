/** Which log groups to look for. Pure. */
import type { ResourceRef } from '../../model/resource.ts';
import { resourceType } from '../../resources/index.ts';
import { logGroupsOf } from '../../resources/log-groups.ts';
import { spellingsOfGroup } from './wanted.ts';

/** The parameters for DescribeLogGroups, and which of the groups that it returns are meant. */
export interface GroupSearch {
  readonly by: 'prefix' | 'pattern';
  readonly text: string;
  readonly region: string | undefined;
  /** What else the group may be asked for by: the resource that it belongs to. */
  readonly spellings: readonly string[];
  isMeant(logGroup: string): boolean;
}

/**
 * What a group's name may contain:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
const groupName = /^[\w./#-]{1,512}$/;

/** By the naming conventions of its type; for a plain name, every group with that name in its own. */
export function groupSearches(refs: readonly ResourceRef[]): readonly GroupSearch[] {
  const searches = new Map<string, GroupSearch>();
  const add = (search: GroupSearch) =>
    searches.set(JSON.stringify([search.by, search.text, search.region ?? null]), search);
  for (const ref of refs) {
    if (ref.type === null) {
      const text = ref.id;
      if (!groupName.test(text)) continue;
      const isMeant = (name: string) => spellingsOfGroup(name).includes(text);
      add({ by: 'pattern', text, region: undefined, spellings: [], isMeant });
      continue;
    }
    const type = resourceType(ref.type);
    for (const name of type ? logGroupsOf(type, ref) : []) {
      const isPrefix = name.endsWith('*');
      const text = isPrefix ? name.slice(0, -1) : name;
      if (!groupName.test(text)) continue;
      const isMeant = (found: string) => (isPrefix ? found.startsWith(text) : found === text);
      add({ by: 'prefix', text, region: ref.region, spellings: [ref.id], isMeant });
    }
  }
  return [...searches.values()];
}
