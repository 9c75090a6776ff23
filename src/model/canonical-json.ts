/** Gives a value the same text whatever the order of its keys, so that copies, and only copies, are recognized as such. */

/** What JSON has to escape: quotes, backslashes, control characters and lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

const textOf = (text: string) => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);

/** JSON with the keys of all objects sorted and undefined members left out. Never throws for a value that JSON can hold. */
export const canonicalJson = (value: unknown): string => plain.write(value, Infinity);

/** What a caller looks for in values that are walked anyway. */
export interface Watch {
  /** Tests a key. Asked only once for keys that recur. */
  readonly isKey: (key: string) => boolean;
  /** Tests a string anywhere in the value, unless it begins with a letter or digit. */
  readonly isText: (text: string) => boolean;
}

/** Reads values one by one: a single walk yields canonical JSON, whether it nests too deep, and whether a watch matched. */
export class CanonicalReader {
  /** About the value read last, as is `isTooDeep`. */
  isWatched = false;
  isTooDeep = false;
  private readonly watch: Watch | undefined;
  private readonly orders: Orders;

  constructor(watch?: Watch) {
    this.watch = watch;
    this.orders = new Orders(watch?.isKey ?? (() => false));
  }

  /** `levels`: how deep objects and lists may nest. The text is valid only if nothing nests deeper (`isTooDeep`). */
  read(value: unknown, levels: number): string {
    this.isWatched = false;
    this.isTooDeep = false;
    return this.write(value, levels);
  }

  write(value: unknown, levels: number): string {
    if (typeof value === 'string') {
      if (this.watch !== undefined && !isWord(value.charCodeAt(0)) && this.watch.isText(value)) this.isWatched = true;
      return textOf(value);
    }
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'boolean') return value ? 'true' : 'false';
      return JSON.stringify(value ?? null);
    }
    if (levels === 0) {
      this.isTooDeep = true;
      return '';
    }
    // every record read passes through here, so no intermediate lists are built
    let text = '';
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at++) text += (at === 0 ? '' : ',') + this.write(value[at], levels - 1);
      return `[${text}]`;
    }
    const { keys, isWatched } = this.orders.of(Object.keys(value));
    if (isWatched) this.isWatched = true;
    for (let at = 0; at < keys.length; at++) {
      const { key, first, later } = keys[at] as WrittenKey;
      const member = (value as Record<string, unknown>)[key];
      if (member !== undefined) text += (text === '' ? first : later) + this.write(member, levels - 1);
    }
    return `{${text}}`;
  }
}

const isWord = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);

/** A key as written at the start of an object, `"key":`, and after another member, `,"key":`. */
interface WrittenKey {
  readonly key: string;
  readonly first: string;
  readonly later: string;
}

/** The keys of an object, sorted. */
interface Order {
  readonly keys: readonly WrittenKey[];
  /** Whether one of the keys is watched for. */
  readonly isWatched: boolean;
}

/** Reached by a sequence of keys: holds the order of just these keys, and the next step for each key that followed them. */
interface Step {
  order: Order | undefined;
  /** The key that followed last, and its step: the likeliest to follow again. */
  key: string | undefined;
  next: Step | undefined;
  readonly others: Map<string, Step>;
}

const newStep = (): Step => ({ order: undefined, key: undefined, next: undefined, others: new Map() });

// a few key sequences make up nearly all records; keys that are never repeated must not fill memory
const mostSteps = 20_000;
const mostKeys = 100;
const longestKept = 100;

class Orders {
  private start = newStep();
  private stepsLeft = mostSteps;
  private readonly isWatchedKey: (key: string) => boolean;

  constructor(isWatchedKey: (key: string) => boolean) {
    this.isWatchedKey = isWatchedKey;
  }

  of(keys: string[]): Order {
    if (keys.length > mostKeys) return this.sorted(keys);
    let step = this.start;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as string;
      let next = step.key === key ? step.next : step.others.get(key);
      if (next === undefined) {
        if (key.length > longestKept) return this.sorted(keys);
        next = newStep();
        step.others.set(key, next);
        this.stepsLeft--;
      }
      step.key = key;
      step.next = next;
      step = next;
    }
    step.order ??= this.sorted(keys);
    const { order } = step;
    if (this.stepsLeft < 0) {
      this.start = newStep();
      this.stepsLeft = mostSteps;
    }
    return order;
  }

  private sorted(keys: string[]): Order {
    const isWatched = keys.some(this.isWatchedKey);
    const written = keys.sort().map((key) => ({ key, first: `${textOf(key)}:`, later: `,${textOf(key)}:` }));
    return { keys: written, isWatched };
  }
}

const plain = new CanonicalReader();
