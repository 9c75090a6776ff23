/** What a renderer is: a report in, lines out. Width and color are arguments, so the same report gives the same lines. */
import type { Report } from '../model/report.ts';

export interface RenderContext {
  /** Columns of the terminal. Only renderers for people heed it. */
  readonly width: number;
  readonly color: boolean;
  /** Show every event in a row of its own. */
  readonly expand: boolean;
}

export interface Renderer {
  readonly name: string;
  /** Lines without line ends. */
  render(report: Report, context: RenderContext): Iterable<string>;
}
