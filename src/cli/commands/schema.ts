import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type CliIo, writeLines } from '../io.ts';
import { packagePath } from '../version.ts';

export const schemaCommand = (io: CliIo): Command =>
  new Command('schema')
    .summary('print the JSON Schema of the report')
    .description('Prints the JSON Schema of the report (obs3.report/v1).')
    .action(async () => {
      const schema = await readFile(packagePath('schema/report-v1.json'), 'utf8');
      await writeLines(io.stdout, [schema.trimEnd()]);
    });
