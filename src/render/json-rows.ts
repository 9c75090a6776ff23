/** A JSON document of which one list is written element by element, as they come: the same text as of the whole. */
import { documentLines } from './json-document.ts';

export class JsonRows {
  private readonly list: string;
  /** Whether another comes is known when it comes. */
  private held: string | undefined;

  /** `list`: the member's name. */
  constructor(list: string) {
    this.list = JSON.stringify(list);
  }

  /** The members before the list: one at least. */
  *head(members: object): Generator<string> {
    const lines = [...documentLines(members)];
    // its end comes in the end
    yield* lines.slice(0, -2);
    yield `${lines.at(-2)},`;
  }

  /** `texts`: of `elementText`. */
  *rows(texts: Iterable<string>): Generator<string> {
    for (const text of texts) {
      yield this.held === undefined ? `  ${this.list}: [` : `    ${this.held},`;
      this.held = text;
    }
  }

  /** The members behind it: one at least. */
  *tail(members: object): Generator<string> {
    if (this.held === undefined) yield `  ${this.list}: [],`;
    else {
      yield `    ${this.held}`;
      yield '  ],';
    }
    const [, ...lines] = documentLines(members);
    yield* lines;
  }
}
