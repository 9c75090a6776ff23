/** The resources that a call names: by the record's own list, by the catalogue's parameters, and by ids that speak for themselves. */
import { type JsonValue, stringAt } from '../model/json.ts';
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

/** What a call names, as it is found. Written so that one call after another runs the same code. */
class Found {
  private readonly refs = new Map<string, ResourceRef>();
  private readonly place: Pick<ResourceRef, 'account' | 'region'>;
  private readonly types: ReturnType<typeof typesOfParameters>;

  constructor({ eventSource, account, region }: NamedBy) {
    this.place = placeOf(account, region);
    this.types = typesOfParameters(eventSource);
  }

  walk(value: JsonValue | undefined, type: string | undefined): void {
    if (this.refs.size >= mostResources) return;
    if (typeof value === 'string') this.addText(value, type);
    else if (typeof value !== 'object' || value === null) return;
    else if (Array.isArray(value)) for (const element of value) this.walk(element, type);
    else for (const key of Object.keys(value)) this.walk(value[key], this.types.get(key));
  }

  /** An entry of the record's own list. */
  listed(entry: JsonValue): void {
    const arn = stringAt(entry, 'ARN') ?? stringAt(entry, 'arn');
    const type = stringAt(entry, 'type');
    const ref = arn === undefined ? undefined : refOfArn(arn);
    if (ref) this.add(ref);
    else if (arn !== undefined && type !== undefined && resourceType(type))
      this.add({ type, id: arn, arn, ...this.place });
  }

  all(): readonly ResourceRef[] {
    return [...this.refs.values()];
  }

  private addText(text: string, type: string | undefined): void {
    if (text === '') return;
    if (text.startsWith('arn:')) {
      const byArn = refOfArn(text);
      if (byArn) this.add(byArn);
    }
    // a queue's URL, an alias of a key: the resource is called by its id
    else if (type !== undefined) this.add({ ...this.place, ...(refOfSpelling(text) ?? { type, id: text }) });
    else {
      const byId = text.length >= shortestId ? typeOfId(text) : undefined;
      if (byId !== undefined) this.add({ type: byId, id: text, ...this.place });
    }
  }

  private add(ref: ResourceRef): void {
    const key = `${ref.type} ${ref.id}`;
    const known = this.refs.get(key);
    if (known) this.refs.set(key, { ...ref, ...known });
    else if (this.refs.size < mostResources) this.refs.set(key, ref);
  }
}

/** Each resource once, in the order found: what the request names comes first. Total. */
export function resourcesOfCall(named: NamedBy): readonly ResourceRef[] {
  const found = new Found(named);
  for (const section of named.sections) found.walk(section, undefined);
  if (Array.isArray(named.resources)) for (const entry of named.resources) found.listed(entry);
  return found.all();
}
