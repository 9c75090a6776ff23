/** `--type`, `--deleted`, `--aggregator`: what is asked of Config as a whole. */
import { type Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Survey } from '../../model/question.ts';
import { collect } from './repeatable.ts';
import { readType } from './resource-type.ts';

export interface SurveyFlags {
  readonly type?: readonly string[];
  readonly aggregator?: string;
  readonly deleted?: boolean;
  readonly from?: readonly string[];
}

export const addSurveyOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--type <type>', 'only resources of this type: AWS::S3::Bucket; repeatable').argParser(collect),
    )
    .option('--aggregator <name>', 'ask this aggregator of AWS Config: many accounts and regions at once');

/** @throws Obs3Error USAGE */
export async function surveyOf(of: Survey['of'], flags: SurveyFlags): Promise<Survey> {
  const { type = [], aggregator, deleted = false, from = [] } = flags;
  if (aggregator !== undefined && from.length > 0)
    throw new Obs3Error('USAGE', '--aggregator asks AWS, --from reads files: they exclude each other', {
      hint: 'drop one of them; the files of several accounts can be read together',
    });
  if (aggregator !== undefined && !/^[\w-]{1,256}$/.test(aggregator))
    throw new Obs3Error('USAGE', `--aggregator does not take '${aggregator}'`, {
      hint: 'name it as `aws configservice describe-configuration-aggregators` does',
    });
  const types = await Promise.all(type.map(readType));
  const { derivableTypes } = await import('../../analysis/compliant/rules/index.ts');
  return {
    of,
    types,
    derivable: of === 'compliance' ? derivableTypes : [],
    rules: [],
    deleted,
    ...(aggregator !== undefined && { aggregator }),
  };
}
