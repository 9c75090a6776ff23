/** `obs3 demo`: asks the bundled example like one's own files. */
import { relative } from 'node:path';
import { Command } from 'commander';
import { ask, type Finish } from '../ask.ts';
import { type CliIo, writeLines } from '../io.ts';
import { addOutputOptions, type OutputFlags } from '../options/output.ts';
import { packagePath } from '../version.ts';

/** The bundled case and the question to ask. */
const example = { folder: 'examples/open-ssh', target: 'sg-0a1b2c3d4e5f60718' };

export const demoCommand = (io: CliIo, finish: Finish): Command =>
  addOutputOptions(
    new Command('demo')
      .summary('investigate the bundled example: ssh opened to the world, and closed again')
      .description('Investigates the bundled example: somebody opens ssh to the world, a remediation closes it.'),
  ).action(async (flags: OutputFlags) => {
    const folder = packagePath(example.folder);
    const near = relative(io.cwd, folder) || '.';
    const from = near.startsWith('..') ? folder : near;
    if (flags.output === 'table') {
      await writeLines(io.stdout, [`$ obs3 investigate ${example.target} --from ${asTyped(from)}`, '']);
    }
    finish(await ask('investigate', [example.target], { ...flags, pager: false, from: [from] }, io));
  });

/** Quoted for a shell if necessary. */
const asTyped = (path: string) => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
