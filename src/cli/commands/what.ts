import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

export const whatCommand = (io: CliIo, finish: Finish) =>
  askCommand('what', 'what changed: each recorded state of a resource, against the one before', io, finish);
