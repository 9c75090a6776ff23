/** `obs3 compliance`: which rules a resource complies with; without a target, the same for the whole account. */
import { Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Question } from '../../model/question.ts';
import { type AskFlags, ask, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';
import { addFilterOptions } from '../options/filters.ts';
import { addGateOptions } from '../options/gate.ts';
import { addLiveOptions } from '../options/live.ts';
import { addOutputOptions } from '../options/output.ts';
import { addFromOption } from '../options/question.ts';
import { collect } from '../options/repeatable.ts';
import { addSurveyOptions, type SurveyFlags, surveyOf } from '../options/survey.ts';
import { addWindowOptions } from '../options/window.ts';

type ComplianceFlags = AskFlags & SurveyFlags & { readonly rule?: readonly string[] };

const help = `
Examples:
  obs3 compliance sg-0a1b2c3d4e5f60718 --since 2d      each rule, since when
  obs3 compliance --from ./logs                        the account
  obs3 compliance --rule restricted-ssh --region all   one rule everywhere
  obs3 compliance --aggregator org --type AWS::S3::Bucket`;

export function complianceCommand(io: CliIo, finish: Finish): Command {
  const summary = 'is it compliant: each rule, since when, by whose change; without a target, the account';
  const command = new Command('compliance')
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .argument('[target...]', 'id, ARN or name of a resource, or the name of a rule')
    .optionsGroup('Evidence and target:');
  addFromOption(command);
  addSurveyOptions(command);
  command.addOption(new Option('--rule <name>', 'only this rule; repeatable').argParser(collect));
  addLiveOptions(command);
  addWindowOptions(command);
  addFilterOptions(command);
  addGateOptions(command);
  addOutputOptions(command);
  command.option('--plan', 'print what would be asked and read, without asking').addHelpText('after', help);
  return command.action(async (targets: readonly string[], { type, rule = [], ...flags }: ComplianceFlags) => {
    if (targets.length > 0 && flags.aggregator !== undefined)
      throw new Obs3Error('USAGE', '--aggregator shows accounts as they are now, not a target', {
        hint: 'drop the target or --aggregator; a target of another account is asked with --role-arn',
      });
    if (targets.length > 0 && (type?.length ?? 0) > 1)
      throw new Obs3Error('USAGE', 'with a target, --type can be given only once', { hint: 'name its type' });
    const survey = { ...(await surveyOf('compliance', { ...flags, type: type ?? [] })), rules: rule };
    const refine = (question: Question): Question => ({ ...question, survey });
    const [only] = targets.length > 0 ? (type ?? []) : [];
    finish(await ask('compliance', targets, { ...flags, ...(only !== undefined && { type: only }) }, io, refine));
  });
}
