/** What was read about an account's resources -> each once, in its last state. */
import type { Evidence } from '../model/evidence.ts';
import type { KnownResource } from '../model/inventory.ts';
import type { Question } from '../model/question.ts';
import { ResourceMap } from '../model/resource-map.ts';

/** Latest first. */
type States = readonly [KnownResource, ...KnownResource[]];

/** A large account has hundreds of thousands: the evidence can be freed once it was taken. */
export class ResourceList {
  /** Several if states differ: their order of reading is not their order in time. */
  private readonly known = new ResourceMap<KnownResource | States>();
  private readonly isIn: (resource: KnownResource) => boolean;

  constructor({ filters: { accounts, regions } }: Pick<Question, 'filters'>) {
    const isOneOf = (list: readonly string[], place: string | null) =>
      list.length === 0 || place === null || place === 'global' || list.includes(place);
    this.isIn = ({ account, region }) => isOneOf(accounts, account) && isOneOf(regions, region);
  }

  /** Returns what is no resource. */
  take(evidence: readonly Evidence[]): readonly Evidence[] {
    let others: Evidence[] | undefined;
    for (const [at, found] of evidence.entries()) {
      if (found.type === 'resource') {
        others ??= evidence.slice(0, at);
        if (this.isIn(found.resource)) this.add(found.resource);
      } else others?.push(found);
    }
    return others ?? evidence;
  }

  /** By type, account, region and id. */
  resources(): readonly KnownResource[] {
    return [...this.known.values()].map((states) => (isOne(states) ? states : joined(states)));
  }

  private add(resource: KnownResource): void {
    const before = this.known.get(resource);
    if (!before) this.known.set(resource, resource);
    else {
      const states = isOne(before) ? [before] : before;
      if (!states.some((each) => isSame(each, resource))) this.known.set(resource, telling([...states, resource]));
    }
  }
}

const isOne = (states: KnownResource | States): states is KnownResource => !Array.isArray(states);

function isSame({ tags, ...a }: KnownResource, { tags: others, ...b }: KnownResource): boolean {
  const rest = Object.keys(a) as (keyof typeof a)[];
  return rest.every((key) => a[key] === b[key]) && JSON.stringify(tags) === JSON.stringify(others);
}

/** Members that may come from earlier states: copies of a state differ in what they leave out. */
const leftOut = ['name', 'arn', 'createdTime', 'tags'] as const;

/** Latest first, only those that contribute something: there may be as many states as changes. */
function telling(states: readonly KnownResource[]): States {
  const order = new Map(states.map((state) => [state, `${state.changedTime ?? ''} ${JSON.stringify(state)}`]));
  const latestFirst = [...states].sort((a, b) => ((order.get(a) ?? '') < (order.get(b) ?? '') ? 1 : -1));
  const firstWith = leftOut.map((key) => latestFirst.find((state) => state[key] !== null));
  return latestFirst.filter((state, at) => at === 0 || firstWith.includes(state)) as readonly KnownResource[] as States;
}

/** The latest state, completed by what only earlier ones have. */
function joined(states: States): KnownResource {
  const told = leftOut.map((key) => [key, states.find((state) => state[key] !== null)?.[key] ?? null] as const);
  return { ...states[0], ...Object.fromEntries(told) };
}
