/** A map from resources to values, compact enough for all resources of an account. */

/** What identifies a resource. */
interface ResourceKey {
  readonly type: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly id: string;
}

/** An account has hundreds of thousands of resources, but few types and places: for each resource only its id is stored. */
export class ResourceMap<Value> {
  private readonly places = new Map<string, Map<string, Value>>();
  private last: { readonly key: Omit<ResourceKey, 'id'>; readonly ids: Map<string, Value> } | undefined;

  get(key: ResourceKey): Value | undefined {
    return this.idsOf(key).get(key.id);
  }

  set(key: ResourceKey, value: Value): void {
    this.idsOf(key).set(key.id, value);
  }

  /** By type, account, region and id, compared as JSON spells them. */
  *values(): Generator<Value> {
    for (const [, ids] of [...this.places].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // if JSON escapes no character and none sorts before a quote, the ids sort as their JSON does
      const areThemselves = [...ids.keys()].every((id) => plain.test(id));
      const spelled = areThemselves ? (id: string) => id : (id: string) => JSON.stringify(id);
      const sorted = [...ids].map(([id, value]) => ({ spelling: spelled(id), value }));
      sorted.sort((a, b) => (a.spelling < b.spelling ? -1 : 1));
      for (const { value } of sorted) yield value;
    }
  }

  /** Resources of one place mostly come in a row. */
  private idsOf({ type, account, region }: ResourceKey): Map<string, Value> {
    const { last } = this;
    if (last?.key.type === type && last.key.account === account && last.key.region === region) return last.ids;
    const place = JSON.stringify([type, account, region]);
    const ids = this.places.get(place) ?? new Map<string, Value>();
    this.places.set(place, ids);
    this.last = { key: { type, account, region }, ids };
    return ids;
  }
}

const plain = /^[#-[\]-\ud7ff\ue000-\uffff]*$/;
