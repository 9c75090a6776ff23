/** What a topic of `obs3 help` is: a page to read, where a command's help is a list to look up. */
export interface Topic {
  readonly name: string;
  /** Behind its name in `obs3 --help`. */
  readonly summary: string;
  /** Lines of at most 80 columns, without the title. */
  readonly text: string;
}
