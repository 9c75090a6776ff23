import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

export const whoCommand = (io: CliIo, finish: Finish) =>
  askCommand('who', 'who called what: the calls on a target, or made by a principal', io, finish);
