/**
 * Packs values as numbers that refer to tables, so that objects can be sent to another thread without copying repeated texts
 * into each of them. All texts are in one string.
 */

/** Plain data. */
export interface PackedValues {
  /** All texts concatenated. */
  readonly text: string;
  /** Where each text ends. */
  readonly ends: Uint32Array;
  /** In the order of writing: numbers of texts and values counting from 1, with 0 for none, and plain numbers. */
  readonly slots: Uint32Array;
  /** Values of any form. */
  readonly values: readonly unknown[];
}

export class ValueWriter {
  /** Numbers returned by the methods below, and plain numbers. */
  readonly slots: number[] = [];
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly values: unknown[] = [];
  private readonly valueNumbers = new Map<unknown, number>();

  text(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text);
    this.numbers.set(text, number);
    return number;
  }

  /** A text that does not occur again, so that it is not looked up. */
  once(text: string | null | undefined): number {
    return text === null || text === undefined ? 0 : this.texts.push(text);
  }

  value(value: unknown): number {
    return value === null || value === undefined ? 0 : this.values.push(value);
  }

  /** A value that occurs many times as the identical object. */
  shared(value: object): number {
    const known = this.valueNumbers.get(value);
    if (known !== undefined) return known;
    const number = this.value(value);
    this.valueNumbers.set(value, number);
    return number;
  }

  result(): PackedValues {
    const ends = new Uint32Array(this.texts.length);
    let end = 0;
    for (let at = 0; at < this.texts.length; at++) {
      end += (this.texts[at] as string).length;
      ends[at] = end;
    }
    return { text: this.texts.join(''), ends, slots: Uint32Array.from(this.slots), values: this.values };
  }
}

/** Reads the slots in the order in which they were written. */
export class ValueReader {
  private readonly texts: string[] = [];
  private readonly slots: Uint32Array;
  private readonly values: readonly unknown[];
  private at = 0;

  constructor({ text, ends, slots, values }: PackedValues) {
    let start = 0;
    for (const end of ends) {
      this.texts.push(text.slice(start, end));
      start = end;
    }
    this.slots = slots;
    this.values = values;
  }

  get hasMore(): boolean {
    return this.at < this.slots.length;
  }

  slot(): number {
    return this.slots[this.at++] as number;
  }

  /** The text with a number other than 0. */
  textOf(number: number): string {
    return this.texts[number - 1] as string;
  }

  text(): string {
    return this.texts[this.slot() - 1] as string;
  }

  textOrNull(): string | null {
    const number = this.slot();
    return number === 0 ? null : (this.texts[number - 1] as string);
  }

  textOrNone(): string | undefined {
    const number = this.slot();
    return number === 0 ? undefined : (this.texts[number - 1] as string);
  }

  value<Value>(): Value {
    return this.values[this.slot() - 1] as Value;
  }

  valueOrNull<Value>(): Value | null {
    const number = this.slot();
    return number === 0 ? null : (this.values[number - 1] as Value);
  }
}
