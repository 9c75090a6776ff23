/** `obs3 inventory`: the resources that AWS Config knows, counted and listed, for an audit. */
import { Command, Option } from 'commander';
import type { Inventory } from '../../model/inventory.ts';
import type { Question, Survey } from '../../model/question.ts';
import { type InventoryFormat, inventoryFormats } from '../../render/inventory-formats.ts';
import type { Finish } from '../ask.ts';
import { openEvidence } from '../evidence.ts';
import { interruptible } from '../interruptible.ts';
import { type CliIo, writeLines } from '../io.ts';
import { addPlaceOptions, type FilterFlags } from '../options/filters.ts';
import { addLiveOptions, checkLive, type LiveFlags } from '../options/live.ts';
import { hasColor, noColor, noPager, printText, widthOf } from '../options/output.ts';
import { addFromOption, resolveQuestion } from '../options/question.ts';
import { addSurveyOptions, type SurveyFlags, surveyOf } from '../options/survey.ts';
import { addWindowOptions, type WindowFlags } from '../options/window.ts';
import { version } from '../version.ts';

type InventoryFlags = SurveyFlags &
  LiveFlags &
  WindowFlags &
  Pick<FilterFlags, 'region' | 'account'> & {
    readonly output: InventoryFormat;
    readonly plan?: boolean;
    readonly color?: boolean;
    readonly pager?: boolean;
    readonly expand?: boolean;
  };

const help = `
Who changed a resource last is looked for in files always, and in AWS within a
window that is given: --since 7d.

Examples:
  obs3 inventory --type AWS::S3::Bucket           the buckets there are
  obs3 inventory --from ./logs --deleted -o csv   for a sheet, what is gone too
  obs3 inventory --aggregator org -o json         the whole organization`;

export function inventoryCommand(io: CliIo, finish: Finish): Command {
  const command = new Command('inventory')
    .summary('resources by type, region and account, and who changed them last and when')
    .description('Lists what AWS Config knows of: by type, region and account, with tags, age, and the last change.')
    .optionsGroup('Evidence:');
  addFromOption(command);
  addPlaceOptions(command);
  addSurveyOptions(command);
  command.option('--deleted', 'include deleted resources');
  addLiveOptions(command);
  addWindowOptions(command);
  return command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(inventoryFormats).default('table'))
    .option('--expand', 'all rows, however many')
    .addOption(noColor())
    .addOption(noPager())
    .option('--plan', 'print what would be asked and read, without asking')
    .addHelpText('after', help)
    .action(async (flags: InventoryFlags) => {
      if (flags.plan) {
        await plan(flags, io);
        finish(0);
        return;
      }
      const { inventory, isWhole } = await take(flags, io);
      const { renderInventory } = await import('../../render/inventory.ts');
      const context = { width: widthOf(io), color: hasColor(flags, io), expand: flags.expand ?? false };
      const lines = () => renderInventory(inventory, flags.output, context);
      if (flags.output === 'table') await printText(lines, flags, io);
      else await writeLines(io.stdout, lines());
      finish(isWhole ? 0 : 130);
    });
}

async function questionOf(flags: InventoryFlags, io: CliIo): Promise<Question & { readonly survey: Survey }> {
  checkLive(flags, flags.from ?? []);
  const { type: _, ...rest } = flags;
  const survey = await surveyOf('inventory', flags);
  return { ...(await resolveQuestion('compliance', [], rest, io.clock())), survey };
}

async function plan(flags: InventoryFlags, io: CliIo): Promise<void> {
  const question = await questionOf(flags, io);
  const [{ sourcesOf }, { printPlan }] = await Promise.all([
    import('../../investigate/inventory.ts'),
    import('../plan.ts'),
  ]);
  await printPlan(question, flags, io, { command: 'inventory', sources: sourcesOf(question) });
}

async function take(flags: InventoryFlags, io: CliIo): Promise<{ inventory: Inventory; isWhole: boolean }> {
  const question = await questionOf(flags, io);
  const { survey } = question;
  const { takeInventory } = await import('../../investigate/inventory.ts');
  return interruptible(io, async ({ progress, signal }) => {
    const { reader, close } = await openEvidence(question, flags, io, progress, signal);
    const { sources } = await import('../../sources/index.ts');
    const context = { sources, reader, signal, clock: io.clock, version: version() };
    const inventory = await takeInventory(question, survey, context).finally(close);
    return { inventory, isWhole: !signal.aborted };
  });
}
