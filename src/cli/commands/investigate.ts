import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

const help = `
Examples:
  obs3 investigate sg-0a1b2c3d4e5f60718 --since 2h    a resource
  obs3 investigate alarm:checkout-5xx --since 6h      what an alarm watches
  obs3 investigate restricted-ssh --since 2d          who broke a rule, and how
  obs3 investigate --around 14:30 --from ./logs       all that happened then
  obs3 investigate my-bucket --since 7d --plan        what would be asked`;

export const investigateCommand = (io: CliIo, finish: Finish) =>
  askCommand('investigate', 'everything about a resource, a principal or a window, on one timeline', io, finish)
    .option(
      '--why <event>',
      'explain an event, and show what else was considered: by its id, or its time on the timeline',
    )
    .addHelpText('after', help);
