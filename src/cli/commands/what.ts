import { type AskFlags, ask, askCommand, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';
import type { StateFlags } from '../state.ts';

export const whatCommand = (io: CliIo, finish: Finish) =>
  askCommand('what', 'what changed: each recorded state of a resource, against the one before', io, finish)
    .optionsGroup('States, in place of a timeline:')
    .option('--at <when>', 'the state of the resource at this time')
    .option('--between <when...>', 'the net change between two times')
    .action(async (targets: readonly string[], flags: AskFlags & StateFlags) => {
      if (flags.at === undefined && flags.between === undefined) finish(await ask('what', targets, flags, io));
      else {
        const { printState } = await import('../state.ts');
        finish(await printState(targets, flags, io));
      }
    });
