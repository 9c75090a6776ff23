import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

export const investigateCommand = (io: CliIo, finish: Finish) =>
  askCommand('investigate', 'everything about a resource, a principal or a window, on one timeline', io, finish).option(
    '--why <event>',
    'how an event is explained, and what else was weighed: its id, or its time on the timeline',
  );
