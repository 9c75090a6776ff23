/** Colors by meaning. Without color, the same calls return the text unchanged. */
import { Chalk } from 'chalk';
import type { Lane, Tone } from './lanes.ts';

/** Colors a piece of one line. */
export type Ink = (text: string) => string;

export interface Palette {
  readonly title: Ink;
  readonly quiet: Ink;
  readonly plain: Ink;
  readonly tone: Readonly<Record<Tone, Ink>>;
  readonly lane: Readonly<Record<Lane, Ink>>;
}

export function createPalette(color: boolean): Palette {
  // the sixteen basic colors follow the terminal's theme, so they are readable on light and dark backgrounds
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // chalk joins all its arguments; an ink takes one, so that it can be passed to map()
  const ink =
    (paint: (text: string) => string): Ink =>
    (text) =>
      paint(text);
  return {
    title: ink(chalk.bold),
    quiet: ink(chalk.dim),
    plain: (text) => text,
    tone: {
      plain: (text) => text,
      quiet: ink(chalk.dim),
      good: ink(chalk.green),
      caution: ink(chalk.yellow),
      bad: ink(chalk.red),
      critical: ink(chalk.red.bold),
    },
    lane: {
      who: ink(chalk.cyan),
      what: ink(chalk.magenta),
      compliant: ink(chalk.blueBright),
      impact: ink(chalk.yellow),
    },
  };
}
