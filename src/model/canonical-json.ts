/** One text for a value whichever order its keys came in, so that copies are known as copies and nothing else is. */

/** What JSON writes otherwise than it stands: quotes, backslashes, controls, and halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

const textOf = (text: string) => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);

/** JSON with the keys of all objects sorted; members that are undefined are left out. Total for what JSON can hold. */
export const canonicalJson = (value: unknown): string => plain.write(value, Infinity);

/** What somebody looks for in values that are walked anyway. */
export interface Watch {
  /** Of a key: asked once where it is met again and again. */
  readonly isKey: (key: string) => boolean;
  /** Of a text that does not begin with a letter or digit, wherever it stands. */
  readonly isText: (text: string) => boolean;
}

/** Of one value after another, by the same walk: its canonical JSON, how deep it nests, and whether anything watched for is in it. */
export class CanonicalReader {
  /** Of the value that was read last. */
  isWatched = false;
  isTooDeep = false;
  private readonly watch: Watch | undefined;
  private readonly orders: Orders;

  constructor(watch?: Watch) {
    this.watch = watch;
    this.orders = new Orders(watch?.isKey ?? (() => false));
  }

  /** `levels`: how deep objects and lists may lie in each other. The text counts only where none lies deeper. */
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
    // every record read is written so: no lists in between
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

/** A key as it is written at the beginning of an object, `"key":`, and behind another member, `,"key":`. */
interface WrittenKey {
  readonly key: string;
  readonly first: string;
  readonly later: string;
}

/** The keys of an object, sorted. */
interface Order {
  readonly keys: readonly WrittenKey[];
  /** One of them is watched for. */
  readonly isWatched: boolean;
}

/** Where some keys that came one after another lead to: to the order of just these, and to those that came behind them. */
interface Step {
  order: Order | undefined;
  /** The key that came behind last, and its step: it is the likeliest one. */
  key: string | undefined;
  next: Step | undefined;
  readonly others: Map<string, Step>;
}

const newStep = (): Step => ({ order: undefined, key: undefined, next: undefined, others: new Map() });

// a few lists of keys make nearly all records; keys that are made up as one goes must not fill memory
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
