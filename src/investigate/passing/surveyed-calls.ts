/** What distinguishes the calls of all files: twenty bytes each, in however many files they are. */
import type { SurveyedEvidence } from '../../model/passing.ts';

export interface SurveyedFile {
  readonly file: string;
  /** The time of its first call. ISO 8601. */
  readonly first: string;
  /** The range of its calls: [from, to). */
  readonly from: number;
  readonly to: number;
}

export class SurveyedCalls {
  private readonly known: SurveyedFile[] = [];
  private count = 0;
  /** For each call: the number of its record in the file, and 64 bits each of its id and its digest. Longer than needed. */
  private numbers = new Uint32Array(0);
  private ids = new BigUint64Array(0);
  private digests = new BigUint64Array(0);

  add({ file, first, numbers, ids, digests }: SurveyedEvidence): void {
    const from = this.count;
    this.count += numbers.length;
    this.grow();
    this.numbers.set(numbers, from);
    this.ids.set(ids, from);
    this.digests.set(digests, from);
    this.known.push({ file, first, from, to: this.count });
  }

  /** In the order of their first calls. */
  get files(): readonly SurveyedFile[] {
    this.known.sort(byFirst);
    return this.known;
  }

  get allIds(): BigUint64Array {
    return this.ids.subarray(0, this.count);
  }

  get allDigests(): BigUint64Array {
    return this.digests.subarray(0, this.count);
  }

  numberAt(at: number): number {
    return this.numbers[at] as number;
  }

  idAt(at: number): bigint {
    return this.ids[at] as bigint;
  }

  digestAt(at: number): bigint {
    return this.digests[at] as bigint;
  }

  private grow(): void {
    if (this.count <= this.numbers.length) return;
    const length = Math.max(this.count, 2 * this.numbers.length);
    const { numbers, ids, digests } = this;
    this.numbers = new Uint32Array(length);
    this.ids = new BigUint64Array(length);
    this.digests = new BigUint64Array(length);
    this.numbers.set(numbers);
    this.ids.set(ids);
    this.digests.set(digests);
  }
}

const byFirst = (a: SurveyedFile, b: SurveyedFile): number =>
  a.first < b.first ? -1 : a.first > b.first ? 1 : a.file < b.file ? -1 : 1;
