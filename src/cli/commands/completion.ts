/** `obs3 completion`: a script for the shell, generated from the existing commands and flags. */
import { Argument, Command } from 'commander';
import { type CliIo, writeLines } from '../io.ts';
import { schemaDocuments } from './schema.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

const help = `
To have it in every new shell:
  bash  obs3 completion bash > ~/.local/share/bash-completion/completions/obs3
        or, without the package bash-completion, in ~/.bashrc:
        source <(obs3 completion bash)
  zsh   obs3 completion zsh > "\${fpath[1]}/_obs3"
        or in ~/.zshrc, after compinit: source <(obs3 completion zsh)
  fish  obs3 completion fish > ~/.config/fish/completions/obs3.fish`;

export const completionCommand = (io: CliIo): Command => {
  const command = new Command('completion')
    .summary('print a script that completes commands and flags in a shell')
    .description('Prints a script that completes the commands, flags and values of obs3 in a shell.')
    .addArgument(new Argument('<shell>', 'for which shell').choices(shells))
    .addHelpText('after', help);
  return command.action(async (shell: Shell) => {
    const program = command.parent ?? command;
    const [{ commandTree }, { valueHints }, script] = await Promise.all([
      import('../completion/command-tree.ts'),
      import('../completion/value-hints.ts'),
      scripts[shell](),
    ]);
    const hints = await valueHints(Object.keys(schemaDocuments));
    await writeLines(io.stdout, script(commandTree(program, hints)));
  });
};

const scripts = {
  bash: async () => (await import('../completion/bash.ts')).bashScript,
  zsh: async () => (await import('../completion/zsh.ts')).zshScript,
  fish: async () => (await import('../completion/fish.ts')).fishScript,
} as const;
