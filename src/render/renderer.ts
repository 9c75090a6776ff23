/** What a renderer is: a report in, lines out. Width and color are arguments, so the same report always makes the same lines. */
import type { Report } from '../model/report.ts';

export interface RenderContext {
  /** Columns of the terminal. Only used by renderers for people. */
  readonly width: number;
  readonly color: boolean;
  /** Show every event in a row of its own. */
  readonly expand: boolean;
  /** Print what changed below each state. */
  readonly diff?: boolean;
  /** Draw no bars next to the events of a chain. */
  readonly flat?: boolean;
  /** Group the timeline by caller. Only used by the table. */
  readonly byPrincipal?: boolean;
  /** Draw a large chart of each shifted metric. */
  readonly charts?: boolean;
  /** List the metrics that did not shift by name. */
  readonly all?: boolean;
  /** The terminal's locale only supports ASCII: draw with that. */
  readonly ascii?: boolean;
  /** Account id -> the name that people use. Only used by renderers for people. */
  readonly accountNames?: ReadonlyMap<string, string>;
  /** Ids of events that were printed before the report was made. Only used by ndjson. */
  readonly printed?: ReadonlySet<string>;
}

export interface Renderer {
  readonly name: string;
  /** Lines without line ends; a text of a JSON document may contain several of them. */
  render(report: Report, context: RenderContext): Iterable<string>;
  /** The format only holds findings, no timeline. */
  readonly selective?: true;
  /** What the user has to know although the format has no place for it: lines for standard error. */
  warnings?(report: Report): Iterable<string>;
  /** Lines for the page of the CI job in which it is printed. */
  summary?(report: Report, context: RenderContext): Iterable<string>;
}
