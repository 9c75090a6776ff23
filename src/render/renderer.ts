/** What a renderer is: a report in, lines out. Width and color are arguments, so the same report gives the same lines. */
import type { Report } from '../model/report.ts';

export interface RenderContext {
  /** Columns of the terminal. Only renderers for people heed it. */
  readonly width: number;
  readonly color: boolean;
  /** Show every event in a row of its own. */
  readonly expand: boolean;
  /** Print what changed below each state. */
  readonly diff?: boolean;
  /** Draw no bars beside the events of a chain. */
  readonly flat?: boolean;
  /** Group the timeline by who made the calls. Only the table heeds it. */
  readonly byPrincipal?: boolean;
  /** Draw each shifted metric large. */
  readonly charts?: boolean;
  /** List the metrics that did not shift by name. */
  readonly all?: boolean;
  /** The terminal's locale knows ASCII alone: what is drawn keeps to it. */
  readonly ascii?: boolean;
  /** Account id -> what people call it. Only renderers for people heed it. */
  readonly accountNames?: ReadonlyMap<string, string>;
  /** Ids of events that were printed before the report was made. Only ndjson heeds it. */
  readonly printed?: ReadonlySet<string>;
}

export interface Renderer {
  readonly name: string;
  /** Lines without line ends; of a JSON document, several of them may come as one text. */
  render(report: Report, context: RenderContext): Iterable<string>;
  /** It tells of findings alone: a timeline has no place in its format. */
  readonly selective?: true;
  /** What whoever asked has to know and the format has no place for: lines for standard error. */
  warnings?(report: Report): Iterable<string>;
  /** Lines for the page of the CI job that it is printed in. */
  summary?(report: Report, context: RenderContext): Iterable<string>;
}
