/** `--type`, `--deleted`, `--aggregator`: what is asked of Config as a whole. */
import { type Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Survey } from '../../model/question.ts';
import { collect } from './repeatable.ts';

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

/**
 * Types are taken as they are spelled: Config knows more of them than the catalogue.
 * @throws Obs3Error USAGE
 */
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
  const types = type.length === 0 ? [] : await knownTypes(type);
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

async function knownTypes(types: readonly string[]): Promise<readonly string[]> {
  const { resourceTypes } = await import('../../resources/index.ts');
  return types.map((type) => {
    const known = resourceTypes.find((each) => each.type.toLowerCase() === type.toLowerCase());
    if (known) return known.type;
    if (/^\w+(::\w+){2}$/.test(type)) return type;
    const wanted = type.toLowerCase().split('::').at(-1) ?? '';
    const near = resourceTypes.filter((each) => wanted !== '' && each.type.toLowerCase().includes(wanted));
    throw new Obs3Error('USAGE', `--type does not know '${type}'`, {
      hint:
        near.length > 0
          ? `did you mean ${near
              .slice(0, 3)
              .map((each) => each.type)
              .join(' or ')}?`
          : 'types are named as in CloudFormation: AWS::S3::Bucket',
    });
  });
}
