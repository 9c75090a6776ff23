/**
 * The resources that a call names: in the record's own list, in parameters that the catalog knows, and by ids that reveal
 * their type.
 */
import { namedResource } from '../model/call-event.ts';
import { type JsonValue, stringAt } from '../model/json.ts';
import type { ResourceRef } from '../model/resource.ts';
import { plainArn } from './arn.ts';
import { refOfArn, refOfSpelling, typeOfId } from './identify.ts';
import { resourceType, typeOfName, typesOfParameters } from './index.ts';
import { arnOfParts } from './parts-of-arn.ts';

export interface NamedBy {
  readonly eventSource: string;
  /** Without an API version. */
  readonly eventName: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The record's `resources`: `[{ARN, type, accountId}]`. */
  readonly resources: JsonValue | undefined;
  /** Request, response and so on, most important first. */
  readonly sections: readonly (JsonValue | undefined)[];
}

/** The most resources kept of a call: RunInstances and Describe calls can list thousands. */
const mostResources = 20;
/** `i-` and eight digits: shorter text that looks like an id is a name. */
const shortestId = 10;

type Place = Pick<ResourceRef, 'account' | 'region'>;

function placeOf(account: string | null, region: string | null): Place {
  if (account === null) return region === null ? {} : { region };
  return region === null ? { account } : { account, region };
}

/**
 * What a call names, collected as it is found. Written so that every call runs the same code and makes objects of the same
 * shape.
 */
class Found {
  readonly refs: ResourceRef[] = [];
  private readonly account: string | null;
  private readonly region: string | null;
  private readonly types: ReturnType<typeof typesOfParameters>;

  constructor({ eventSource, account, region }: NamedBy) {
    this.account = account;
    this.region = region;
    this.types = typesOfParameters(eventSource);
  }

  walk(value: JsonValue | undefined, type: string | undefined): void {
    if (this.refs.length >= mostResources) return;
    if (typeof value === 'string') this.addText(value, type);
    else if (typeof value !== 'object' || value === null) return;
    else if (Array.isArray(value)) for (const element of value) this.walk(element, type);
    else {
      for (const key of Object.keys(value)) {
        const member = value[key];
        if (member !== null && typeof member !== 'boolean') this.walk(member, this.types.get(key));
      }
    }
  }

  /** The resource of an ARN that the call gives in parts. */
  named(arn: string | undefined): void {
    const ref = arn === undefined ? undefined : refOfArn(arn);
    if (ref) this.add(ref);
  }

  /** An entry of the record's own list. */
  listed(entry: JsonValue): void {
    const arn = stringAt(entry, 'ARN') ?? stringAt(entry, 'arn');
    const type = stringAt(entry, 'type');
    const ref = arn === undefined ? undefined : refOfArn(arn);
    if (ref) this.add(ref);
    else if (arn !== undefined && type !== undefined && resourceType(type))
      this.add({ type, id: arn, arn, ...placeOf(this.account, this.region) });
  }

  private addText(given: string, type: string | undefined): void {
    if (given === '') return;
    const text = plainArn(given);
    if (text.startsWith('arn:')) {
      const byArn = refOfArn(text);
      if (byArn) this.add(byArn);
    }
    // a queue's URL, a key's alias: the resource goes by its id
    else if (type !== undefined) this.addTyped(text, type);
    else {
      const byId = text.length >= shortestId ? typeOfId(text) : undefined;
      if (byId === undefined) return;
      const { account, region } = this;
      if (account !== null && region !== null) this.add({ type: byId, id: text, account, region });
      else this.add({ type: byId, id: text, ...placeOf(account, region) });
    }
  }

  private addTyped(text: string, type: string): void {
    const { account, region } = this;
    const spelled = refOfSpelling(text);
    if (spelled) this.add({ ...placeOf(account, region), ...spelled });
    // nearly all have this form
    else if (account !== null && region !== null) this.add(namedResource(account, region, type, text));
    else this.add({ ...placeOf(account, region), type, id: text });
  }

  private add(ref: ResourceRef): void {
    const { refs } = this;
    for (let at = 0; at < refs.length; at++) {
      const known = refs[at] as ResourceRef;
      if (known.id !== ref.id || known.type !== ref.type) continue;
      refs[at] = { ...ref, ...known };
      return;
    }
    if (refs.length < mostResources) refs.push(ref);
  }
}

/** Each resource once, in the order found: what the request names comes first. Total. */
export function resourcesOfCall(named: NamedBy): readonly ResourceRef[] {
  const found = new Found(named);
  const type = typeOfName(named.eventSource, named.eventName);
  if (type !== undefined) found.walk(stringAt(named.sections[0], 'name'), type);
  found.named(arnOfParts({ ...named, request: named.sections[0] }));
  for (const section of named.sections) found.walk(section, undefined);
  if (Array.isArray(named.resources)) for (const entry of named.resources) found.listed(entry);
  return found.refs;
}
