/** The resources that a call names: by the record's own list, by the catalogue's parameters, and by ids that speak for themselves. */
import { isJsonObject, type JsonValue, stringAt } from '../model/json.ts';
import type { ResourceRef } from '../model/resource.ts';
import { refOfArn, refOfSpelling, typeOfId } from './identify.ts';
import { resourceType, typesOfParameters } from './index.ts';

export interface NamedBy {
  readonly eventSource: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The record's `resources`: `[{ARN, type, accountId}]`. */
  readonly resources: JsonValue | undefined;
  /** Request, response and the like, in the order of their weight. */
  readonly sections: readonly (JsonValue | undefined)[];
}

/** No call is about more: RunInstances and Describe calls can list thousands. */
const mostResources = 20;
/** `i-` and eight digits: shorter text in a record that looks like an id is a name. */
const shortestId = 10;

/** Made for every call: written out, since spreading costs more than all the rest of it. */
function placeOf(account: string | null, region: string | null): Pick<ResourceRef, 'account' | 'region'> {
  if (account === null) return region === null ? {} : { region };
  return region === null ? { account } : { account, region };
}

/** Each resource once, in the order found: what the request names comes first. Total. */
export function resourcesOfCall({
  eventSource,
  account,
  region,
  resources,
  sections,
}: NamedBy): readonly ResourceRef[] {
  const found = new Map<string, ResourceRef>();
  const place = placeOf(account, region);
  const add = (ref: ResourceRef) => {
    const key = `${ref.type} ${ref.id}`;
    const known = found.get(key);
    if (known) found.set(key, { ...ref, ...known });
    else if (found.size < mostResources) found.set(key, ref);
  };
  const addText = (text: string, type: string | undefined) => {
    if (text === '') return;
    const byArn = text.startsWith('arn:') ? refOfArn(text) : undefined;
    if (byArn) add(byArn);
    else if (text.startsWith('arn:')) return;
    // a queue's URL, an alias of a key: the resource is called by its id
    else if (type !== undefined) add({ ...place, ...(refOfSpelling(text) ?? { type, id: text }) });
    else {
      const byId = text.length >= shortestId ? typeOfId(text) : undefined;
      if (byId !== undefined) add({ type: byId, id: text, ...place });
    }
  };
  const types = typesOfParameters(eventSource);
  const walk = (value: JsonValue | undefined, type: string | undefined): void => {
    if (found.size >= mostResources) return;
    if (typeof value === 'string') addText(value, type);
    else if (Array.isArray(value)) for (const element of value) walk(element, type);
    else if (isJsonObject(value)) for (const key of Object.keys(value)) walk(value[key], types.get(key));
  };
  for (const section of sections) walk(section, undefined);
  for (const entry of Array.isArray(resources) ? resources : []) {
    const arn = stringAt(entry, 'ARN') ?? stringAt(entry, 'arn');
    const type = stringAt(entry, 'type');
    const ref = arn === undefined ? undefined : refOfArn(arn);
    if (ref) add(ref);
    else if (arn !== undefined && type !== undefined && resourceType(type)) add({ type, id: arn, arn, ...place });
  }
  return [...found.values()];
}
