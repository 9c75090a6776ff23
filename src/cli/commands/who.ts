import { askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';

const help = `
Examples:
  obs3 who sg-0a1b2c3d4e5f60718 --since 2h            who touched it
  obs3 who alice --as principal --reads --since 1d    all that alice did
  obs3 who --outcome denied --from ./logs             every denied call
  obs3 who --event-name DeleteBucket --region all     who deletes buckets`;

export const whoCommand = (io: CliIo, finish: Finish) =>
  askCommand('who', 'who called what: the calls on a target, or made by a principal', io, finish).addHelpText(
    'after',
    help,
  );
