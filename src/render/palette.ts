/** What each color stands for, named by meaning. Without color the same calls give the text back untouched. */
import { Chalk } from 'chalk';
import type { Lane, Tone } from './lanes.ts';

/** Paints a piece of one line. */
export type Ink = (text: string) => string;

export interface Palette {
  readonly title: Ink;
  readonly quiet: Ink;
  readonly plain: Ink;
  readonly tone: Readonly<Record<Tone, Ink>>;
  readonly lane: Readonly<Record<Lane, Ink>>;
}

export function createPalette(color: boolean): Palette {
  // the sixteen colors: they follow the terminal's own theme, so that they can be read on light and dark
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // chalk joins whatever arguments it gets; an ink takes one, so that it can be handed to map()
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
