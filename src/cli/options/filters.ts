/** Which calls are shown: values of one flag are alternatives, and all flags must match. */
import { type Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Outcome } from '../../model/event.ts';
import type { Filters } from '../../model/question.ts';
import { isSlip } from '../../model/slip.ts';
import { isWrittenAddress } from './address.ts';
import { collect } from './repeatable.ts';

export interface FilterFlags {
  readonly reads?: boolean;
  readonly writes?: boolean;
  readonly outcome?: readonly Outcome[];
  readonly eventName?: readonly string[];
  readonly errorCode?: readonly string[];
  readonly service?: readonly string[];
  readonly principal?: readonly string[];
  readonly sourceIp?: readonly string[];
  readonly region?: readonly string[];
  readonly account?: readonly string[];
}

const repeatable = (flags: string, description: string) => new Option(flags, description).argParser(collect);

export const addPlaceOptions = (command: Command): Command =>
  command
    .addOption(repeatable('--region <region>', 'only this region; with AWS: ask it, or all; repeatable'))
    .addOption(repeatable('--account <id>', 'only this account; repeatable'));

export const addFilterOptions = (command: Command): Command =>
  command
    .optionsGroup('Filters (repeatable: values of one are alternatives, all filters must match):')
    .option('--reads', 'include all read-only calls (default: writes, failures, and reads of secrets and credentials)')
    .option('--writes', 'only writes')
    .addOption(
      new Option('--outcome <outcome>', 'success, denied or failed').argParser(
        (value: string, previous: readonly string[] = []) => {
          if (!['success', 'denied', 'failed'].includes(value)) {
            throw new Obs3Error('USAGE', `--outcome does not take '${value}'`, {
              hint: 'use success, denied or failed',
            });
          }
          return [...previous, value];
        },
      ),
    )
    .addOption(repeatable('--event-name <name>', 'RunInstances; an API version at its end is optional'))
    .addOption(repeatable('--error-code <code>', 'AccessDenied, Client.InvalidGroup.NotFound'))
    .addOption(repeatable('--service <name>', 'ec2, or ec2.amazonaws.com'))
    .addOption(repeatable('--principal <who>', 'user, role, role/session, ARN, access key or human'))
    .addOption(repeatable('--source-ip <address>', 'the address that calls came from'))
    .addOption(repeatable('--region <region>', 'recorded in this region; with AWS: ask this region, or all'))
    .addOption(repeatable('--account <id>', 'recorded in this account'));

/** @throws Obs3Error USAGE for what cannot work together, or cannot exist. */
export function resolveFilters(flags: FilterFlags, isLive = false): Filters {
  if (flags.reads && flags.writes) {
    throw new Obs3Error('USAGE', '--reads and --writes exclude each other', {
      hint: 'drop one; without both, writes and the reads that matter are shown',
    });
  }
  for (const [flag, values] of Object.entries(lists(flags))) {
    // an unset variable in a script: it would filter out everything, and the answer would be "nothing"
    if (values?.some((value) => value.trim() === '')) {
      throw new Obs3Error('USAGE', `--${flag} is empty`, { hint: 'name a value, or drop the flag' });
    }
  }
  for (const address of flags.sourceIp ?? []) {
    if (address.includes('/')) {
      throw new Obs3Error('USAGE', `--source-ip does not take '${address}'`, {
        hint: 'name single addresses; ranges are not known',
      });
    }
    // services have a name instead
    if (/^[\d.]+$/.test(address) && !isWrittenAddress(address)) {
      throw new Obs3Error('USAGE', `--source-ip does not take '${address}'`, {
        hint: 'name an address, as 192.0.2.7, or a service, as ssm.amazonaws.com',
      });
    }
  }
  for (const account of flags.account ?? []) {
    if (!/^\d{12}$/.test(account))
      throw new Obs3Error('USAGE', `--account does not take '${account}'`, { hint: 'an account id has 12 digits' });
  }
  for (const region of flags.region ?? []) {
    if (isLive && region === 'all') continue;
    if (!regionForm.test(region) || slipsOfRegion(region).length > 0)
      throw new Obs3Error('USAGE', `--region does not take '${region}'`, { hint: hintOf(region) });
  }
  return {
    reads: flags.reads ? 'all' : flags.writes ? 'writes' : 'routine',
    outcome: flags.outcome ?? [],
    eventName: flags.eventName ?? [],
    errorCode: flags.errorCode ?? [],
    service: flags.service ?? [],
    principal: flags.principal ?? [],
    sourceIp: flags.sourceIp ?? [],
    regions: flags.region ?? [],
    accounts: flags.account ?? [],
  };
}

const regionForm = /^[a-z]{2}[a-z-]*-\d+$/;

/** A hint for a region that is not spelled as in AWS, such as `EU-WEST-1`, or for an availability zone. */
function hintOf(region: string): string {
  if (region === 'all') return 'files are read for all regions without it';
  const near = region
    .trim()
    .toLowerCase()
    .replace(/_/g, '-')
    .replace(/(?<=\d)[a-z]$/, '');
  const meant = regionForm.test(near) ? slipsOfRegion(near) : [];
  if (meant.length > 0) return `did you mean ${meant.join(' or ')}?`;
  return regionForm.test(near) ? `did you mean ${near}?` : 'a region looks like us-east-1';
}

/**
 * Where in the world a region lies, as all of them are named.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const compass = ['central', 'north', 'south', 'east', 'west', 'northeast', 'northwest', 'southeast', 'southwest'];

/** The regions that this one is but for a slip in where it lies: `us-eest-1`. None for one that may be there, also a new one. */
function slipsOfRegion(region: string): readonly string[] {
  const [, place = '', point = '', number = ''] = /^(.+)-([a-z]+)-(\d+)$/.exec(region) ?? [];
  if (point === '' || compass.includes(point)) return [];
  return compass
    .filter((known) => isSlip(`${place}-${point}`, `${place}-${known}`))
    .map((known) => `${place}-${known}-${number}`);
}

const lists = ({ eventName, errorCode, service, principal, sourceIp, region, account }: FilterFlags) => ({
  'event-name': eventName,
  'error-code': errorCode,
  service,
  principal,
  'source-ip': sourceIp,
  region,
  account,
});
