/** Which resources belong together, and over how many steps: as Config tells it, and as the items of the timeline do. */
import type { ConfigChangeEvent } from '../../model/event.ts';
import { isJsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import { refOfArn } from '../../resources/identify.ts';
import { isShared } from '../../resources/shared-types.ts';

export interface NeighborPair {
  readonly a: string;
  readonly b: string;
  readonly relation: string;
  /** Those of the two that many others use, which have nothing to do with one another: a key, a role, a subnet. */
  readonly shared?: readonly string[];
}

export interface Step {
  /** 0: the resource itself. */
  readonly hops: number;
  /** Config's words of the last step: "Is associated with Instance"; empty for the resource itself. */
  readonly relation: string;
}

/** So many resources are followed from one: a VPC has thousands. */
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
      // of several words for one pair those that sort first, whatever came first
      if (known === undefined || relation < known) pairs.set(other, relation);
      this.#pairs.set(one, pairs);
    }
  }

  /** Whether many others use what is spelled so, as far as it is known to be anybody's neighbor. */
  isShared(spelling: string): boolean {
    return this.#shared.has(spelling);
  }

  /** The direct neighbors of a spelling and how they are related. */
  around(spelling: string): ReadonlyMap<string, string> {
    return this.#pairs.get(spelling) ?? noPairs;
  }

  /** All that is reached from a spelling in at most two steps, itself among them. */
  reachedFrom(spelling: string): ReadonlyMap<string, Step> {
    const cached = this.#reached.get(spelling);
    if (cached) return cached;
    const reached = new Map<string, Step>([[spelling, { hops: 0, relation: '' }]]);
    let edge: readonly string[] = [spelling];
    for (let hops = 1; hops <= 2; hops++) {
      const next: string[] = [];
      for (const one of edge) {
        // everything in a network is related to everything else there over the network itself: that tells nothing
        if (hops > 1 && isContainer(one)) continue;
        for (const [other, relation] of [...this.around(one)].sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (reached.has(other) || reached.size >= mostReached) continue;
          // what is shared leads to what it rests on itself, a role to its policy, and to none of those that share it
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

/** Config has the ARN of what calls and metrics name by its id: `targetgroup/web/73e2d6bc24d8a067`. */
function idsOf(spelling: string): readonly string[] {
  const id = refOfArn(spelling)?.id;
  return id === undefined || id === spelling ? [spelling] : [spelling, id];
}

const isContainer = (spelling: string) => /^(?:vpc-|igw-|AWS::|\d{12}$)/.test(spelling);

/** What an item's relationships name. */
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

/** The stack that made a resource, from the tags that CloudFormation puts on it; both its name and its id. */
export function stackOf(state: JsonValue): readonly string[] {
  const tags = objectAt(isJsonObject(state) ? state : {}, 'tags');
  return ['aws:cloudformation:stack-name', 'aws:cloudformation:stack-id'].flatMap((key) => stringAt(tags, key) ?? []);
}
