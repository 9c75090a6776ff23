import { type AskFlags, ask, askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';
import type { StateFlags } from '../state.ts';

const help = `
Examples:
  obs3 what sg-0a1b2c3d4e5f60718 --since 7d           each change, as a diff
  obs3 what sg-0a1b2c3d4e5f60718 --at 'yesterday 14:00'
  obs3 what my-bucket --between 2026-03-01 2026-03-02 --from ./logs
  obs3 what --from ./logs --no-diff                   all changes, a line each`;

export const whatCommand = (io: CliIo, finish: Finish) =>
  askCommand('what', 'what changed: each recorded state of a resource, against the one before', io, finish)
    .optionsGroup('States, in place of a timeline:')
    .option('--at <when>', 'the state of the resource at this time')
    .option('--between <when...>', 'the net change between two times')
    .addHelpText('after', help)
    .action(async (targets: readonly string[], flags: AskFlags & StateFlags) => {
      if (flags.at === undefined && flags.between === undefined) finish(await ask('what', targets, flags, io));
      else {
        const { printState } = await import('../state.ts');
        finish(await printState(targets, flags, io));
      }
    });
