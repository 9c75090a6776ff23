/** Which resources are related, and over how many steps: according to Config, and to the items of the timeline. */
import type { ConfigChangeEvent } from '../../model/event.ts';
import { isJsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import { refOfArn, refOfSpelling } from '../../resources/identify.ts';
import { isShared } from '../../resources/shared-types.ts';

export interface NeighborPair {
  readonly a: string;
  readonly b: string;
  readonly relation: string;
  /** Those of the two that many unrelated resources use: a key, a role, a subnet. */
  readonly shared?: readonly string[];
}

export interface Step {
  /** 0: the resource itself. */
  readonly hops: number;
  /** Config's words for the last step: "Is associated with Instance"; empty for the resource itself. */
  readonly relation: string;
}

/** How many resources are followed from one: a VPC has thousands. */
const mostReached = 2000;
const noPairs: ReadonlyMap<string, string> = new Map();

export class Neighborhood {
  readonly #pairs = new Map<string, Map<string, string>>();
  readonly #shared = new Set<string>();
  readonly #reached = new Map<string, ReadonlyMap<string, Step>>();

  constructor(relations: readonly NeighborPair[], items: readonly ConfigChangeEvent[]) {
    for (const { a, b, relation, shared = [] } of relations) {
      this.#join(a, b, relation);
      for (const spelling of shared.flatMap(idsOf)) this.#shared.add(spelling);
    }
    for (const { detail } of items) {
      if (isShared(detail.resourceType)) for (const own of idsOf(detail.resourceId)) this.#shared.add(own);
      for (const { spelling, relation, type } of relationshipsOf(detail.after)) {
        this.#join(detail.resourceId, spelling, relation);
        if (isShared(type)) for (const other of idsOf(spelling)) this.#shared.add(other);
      }
    }
  }

  #join(a: string, b: string, relation: string): void {
    for (const one of idsOf(a)) for (const other of idsOf(b)) this.#pair(one, other, relation);
  }

  #pair(a: string, b: string, relation: string): void {
    if (a === b || a === '' || b === '') return;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const pairs = this.#pairs.get(one) ?? new Map<string, string>();
      const known = pairs.get(other);
      // if a pair has several descriptions, the first in sorting order wins, whichever came first
      if (known === undefined || relation < known) pairs.set(other, relation);
      this.#pairs.set(one, pairs);
    }
  }

  /** Whether many others use this resource, as far as its neighbors are known. */
  isShared(spelling: string): boolean {
    return this.#shared.has(spelling);
  }

  /** The direct neighbors of a spelling and how they are related. */
  around(spelling: string): ReadonlyMap<string, string> {
    return this.#pairs.get(spelling) ?? noPairs;
  }

  /** All that is within two steps of a spelling, including itself. */
  reachedFrom(spelling: string): ReadonlyMap<string, Step> {
    const cached = this.#reached.get(spelling);
    if (cached) return cached;
    const reached = new Map<string, Step>([[spelling, { hops: 0, relation: '' }]]);
    let edge: readonly string[] = [spelling];
    for (let hops = 1; hops <= 2; hops++) {
      const next: string[] = [];
      for (const one of edge) {
        // in a network everything is related to everything else through the network: that means nothing
        if (hops > 1 && isContainer(one)) continue;
        for (const [other, relation] of [...this.around(one)].sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (reached.has(other) || reached.size >= mostReached) continue;
          // a shared resource leads to what it depends on itself, as a role to its policy, but not to the others that share it
          if (hops > 1 && this.#shared.has(one) && !this.#shared.has(other)) continue;
          reached.set(other, { hops, relation });
          next.push(other);
        }
      }
      edge = next;
    }
    this.#reached.set(spelling, reached);
    return reached;
  }
}

/** Config has the ARN or the URL of what calls and metrics name by its id: `targetgroup/web/73e2d6bc24d8a067`, a queue. */
function idsOf(spelling: string): readonly string[] {
  const id = (refOfArn(spelling) ?? refOfSpelling(spelling))?.id;
  return id === undefined || id === spelling ? [spelling] : [spelling, id];
}

const isContainer = (spelling: string) => /^(?:vpc-|igw-|AWS::|\d{12}$)/.test(spelling);

/** The resources named in an item's relationships. */
function* relationshipsOf(state: JsonValue): Generator<{ spelling: string; relation: string; type: string }> {
  const list = isJsonObject(state) ? state['relationships'] : undefined;
  if (!Array.isArray(list)) return;
  for (const entry of list) {
    const relation = stringAt(entry, 'name') ?? stringAt(entry, 'relationshipName') ?? 'is related to';
    for (const key of ['resourceId', 'resourceName'] as const) {
      const spelling = stringAt(entry, key);
      if (spelling !== undefined) yield { spelling, relation, type: stringAt(entry, 'resourceType') ?? '' };
    }
  }
}

/** The stack that created a resource, from the tags that CloudFormation sets; both its name and its id. */
export function stackOf(state: JsonValue): readonly string[] {
  const tags = objectAt(isJsonObject(state) ? state : {}, 'tags');
  return ['aws:cloudformation:stack-name', 'aws:cloudformation:stack-id'].flatMap((key) => stringAt(tags, key) ?? []);
}
