/** What a topic of `obs3 help` is: a page to read, whereas a command's help is a list to look things up. */
export interface Topic {
  readonly name: string;
  /** Shown after its name in `obs3 --help`. */
  readonly summary: string;
  /** Lines of at most 80 columns, without the title. */
  readonly text: string;
}
