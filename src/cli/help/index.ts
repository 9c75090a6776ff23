/** The topics of `obs3 help`. To add one: a file here and its line. */
import { environment } from './environment.ts';
import { exitCodesTopic } from './exit-codes.ts';
import { gate } from './gate.ts';
import { output } from './output.ts';
import { targets } from './targets.ts';
import { time } from './time.ts';
import type { Topic } from './topic.ts';

export const topics: readonly Topic[] = [exitCodesTopic, output, time, targets, gate, environment];
export const topicNames: readonly string[] = topics.map(({ name }) => name);

export const topicOf = (name: string): Topic | undefined => topics.find((topic) => topic.name === name);

/** As printed: a title and the text. */
export const topicText = ({ name, summary, text }: Topic): string =>
  `obs3 ${name}: ${summary}\n\n${text.replace(/^\n+/, '').trimEnd()}\n`;
