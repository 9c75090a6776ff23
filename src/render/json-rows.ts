/** A JSON document whose list is written element by element, as they arrive: the same text as for the whole document. */
import { documentLines } from './json-document.ts';

export class JsonRows {
  private readonly list: string;
  /** Whether another element follows is known only once it arrives. */
  private held: string | undefined;

  /** `list`: the member's name. */
  constructor(list: string) {
    this.list = JSON.stringify(list);
  }

  /** The members before the list, at least one. */
  *head(members: object): Generator<string> {
    const lines = [...documentLines(members)];
    // the closing lines come last
    yield* lines.slice(0, -2);
    yield `${lines.at(-2)},`;
  }

  /** `texts`: from `elementText`. */
  *rows(texts: Iterable<string>): Generator<string> {
    for (const text of texts) {
      yield this.held === undefined ? `  ${this.list}: [` : `    ${this.held},`;
      this.held = text;
    }
  }

  /** The members after the list, at least one. */
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
