/** What a trail is configured to record: one interpretation for both kinds of event selectors. */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../model/json.ts';

type Management = 'All' | 'WriteOnly' | 'ReadOnly' | 'none';

interface Selected {
  readonly management: Management;
  /** Resource types of data events. */
  readonly dataTypes: readonly string[];
  /** Event sources whose management events are excluded. */
  readonly excluded: readonly string[];
}

/**
 * Both kinds of selectors. A trail has one kind; without any it records all management events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function readSelectors(told: JsonObject): Selected {
  const basic = objectsIn(told['EventSelectors']);
  const advanced = objectsIn(told['AdvancedEventSelectors']);
  if (basic.length + advanced.length === 0) return { management: 'All', dataTypes: [], excluded: [] };
  const kinds: ('All' | 'WriteOnly' | 'ReadOnly')[] = [];
  const dataTypes = new Set<string>();
  const excluded = new Set<string>();
  for (const selector of basic) {
    for (const resource of objectsIn(selector['DataResources'])) dataTypes.add(stringAt(resource, 'Type') ?? 'any');
    if (selector['IncludeManagementEvents'] === false) continue;
    const type = selector['ReadWriteType'];
    kinds.push(type === 'WriteOnly' || type === 'ReadOnly' ? type : 'All');
    for (const source of textsIn(selector['ExcludeManagementEventSources'])) excluded.add(source);
  }
  for (const selector of advanced) {
    const fields = new Map(
      objectsIn(selector['FieldSelectors']).map((field) => [stringAt(field, 'Field') ?? '', field] as const),
    );
    const category = textsIn(fields.get('eventCategory')?.['Equals']);
    if (category.includes('Management')) {
      const [readOnly] = textsIn(fields.get('readOnly')?.['Equals']);
      kinds.push(readOnly === 'true' ? 'ReadOnly' : readOnly === 'false' ? 'WriteOnly' : 'All');
      for (const source of textsIn(fields.get('eventSource')?.['NotEquals'])) excluded.add(source);
    } else if (category.includes('Data')) {
      const types = textsIn(fields.get('resources.type')?.['Equals']);
      for (const type of types.length > 0 ? types : ['any']) dataTypes.add(type);
    }
  }
  return { management: managementOf(kinds), dataTypes: [...dataTypes].sort(), excluded: [...excluded].sort() };
}

const managementOf = (kinds: readonly ('All' | 'WriteOnly' | 'ReadOnly')[]): Management => {
  if (kinds.includes('All') || (kinds.includes('WriteOnly') && kinds.includes('ReadOnly'))) return 'All';
  return kinds[0] ?? 'none';
};

const objectsIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];
const textsIn = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
