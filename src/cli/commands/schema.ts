/** `obs3 schema`: the contract of each JSON document that obs3 prints, as shipped in the package. */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import { type CliIo, writeLines } from '../io.ts';
import { packagePath } from '../version.ts';

/**
 * Document -> the commands that print it. The file is `schema/<document>-v1.json`; to add one: its schema in `report/` and its
 * line here.
 */
export const schemaDocuments = {
  report: 'what the investigating commands print',
  doctor: 'what obs3 doctor prints',
  cache: 'what obs3 cache prints',
  'gate-policy': 'what obs3 gate reads from obs3.gate.json',
  index: 'what obs3 index prints',
  inventory: 'what obs3 inventory prints',
  plan: 'what --plan prints',
  state: 'what obs3 what --at prints',
  'net-change': 'what obs3 what --between prints',
  whois: 'what obs3 whois prints',
} as const satisfies Readonly<Record<string, string>>;

const help = Object.entries(schemaDocuments)
  .map(([name, summary]) => `  ${name.padEnd(12)} ${summary}`)
  .join('\n');

export const schemaCommand = (io: CliIo): Command =>
  new Command('schema')
    .summary('print the JSON Schema of a document')
    .description('Prints the JSON Schema of a document that obs3 prints as JSON.')
    .argument('[document]', 'which document', 'report')
    .addHelpText('after', `\nDocuments:\n${help}`)
    .action(async (document: string) => {
      if (!Object.hasOwn(schemaDocuments, document)) {
        throw new Obs3Error('USAGE', `there is no schema of '${document}'`, {
          hint: `use ${Object.keys(schemaDocuments).join(', ')}`,
        });
      }
      const schema = await readFile(packagePath(`schema/${document}-v1.json`), 'utf8');
      await writeLines(io.stdout, [schema.trimEnd()]);
    });
