/** `--plan`: prints what a question would ask, without asking any of it. */

import type { Selection } from '../archive/scanner.ts';
import type { Listing } from '../archive/walk.ts';
import { Obs3Error } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { Question } from '../model/question.ts';
import { sourcesInFiles } from '../plan/lanes.ts';
import type { PlanInput } from '../plan/plan.ts';
import type { ArchiveBackend, LiveBackend, Source } from '../sources/source.ts';
import { openRemote } from './bucket-files.ts';
import { interruptible } from './interruptible.ts';
import { type CliIo, writeLines } from './io.ts';
import { jsonLines } from './json-lines.ts';
import { readAccountsFile } from './options/accounts-file.ts';
import { isS3 } from './options/bucket.ts';
import type { LiveFlags } from './options/live.ts';
import { hasColor, printText, widthOf } from './options/output.ts';
import { version } from './version.ts';

/**
 * Regions that every account has from the beginning: the plan for `all`, since asking for the others would be a call.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const defaultRegions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

export interface PlanFlags extends LiveFlags {
  readonly output: string;
  readonly color?: boolean;
  readonly pager?: boolean;
}

/** What is asked differently than by the question's own command. */
export type Planned = Pick<PlanInput, 'command' | 'sources'>;

/** @throws Obs3Error USAGE if it cannot be printed in the requested format. */
export async function printPlan(question: Question, flags: PlanFlags, io: CliIo, planned: Planned = {}): Promise<void> {
  if (flags.output !== 'table' && flags.output !== 'json') {
    throw new Obs3Error('USAGE', `--plan cannot be printed as ${flags.output}`, { hint: 'use -o table or -o json' });
  }
  const plan = await (question.from.length > 0 ? planOfFiles : planOfAws)(question, flags, io, planned);
  if (flags.output === 'json') {
    await writeLines(io.stdout, jsonLines(plan));
    return;
  }
  const { renderPlan } = await import('../render/plan.ts');
  const context = { width: widthOf(io), color: hasColor(flags, io) };
  await printText(() => renderPlan(plan, context), flags, io);
}

async function planOfAws(question: Question, flags: LiveFlags, io: CliIo, planned: Planned): Promise<Plan> {
  // the SDK warns that Node 20 is at its end whenever a client is created
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const [{ planLive }, { resolveRegions }, { sources }, { isArchiveBackend }] = await Promise.all([
    import('../plan/plan.ts'),
    import('../aws/accounts.ts'),
    import('../sources/index.ts'),
    import('../sources/source.ts'),
  ]);
  const isAll = question.regions.includes('all');
  const regions = isAll
    ? defaultRegions
    : // without `all` it reads the environment and the profile, and makes no call
      await resolveRegions(question.regions, {
        ...(flags.profile !== undefined && { profile: flags.profile }),
        ...(io.env['AWS_PROFILE'] && { environmentProfile: io.env['AWS_PROFILE'] }),
        ...(flags.endpointUrl !== undefined && { endpoint: flags.endpointUrl }),
        signal: new AbortController().signal,
      });
  const live = (sources as readonly Source[]).flatMap(({ name: source, backends: all }) =>
    all.filter((backend): backend is LiveBackend => !isArchiveBackend(backend)).map((backend) => ({ source, backend })),
  );
  const backends = await Promise.all(
    live.map(async ({ source, backend: { name, reach, loadPlan } }) => ({
      source,
      backend: { name, reach, plan: await loadPlan() },
    })),
  );
  const accounts = await accountsOf(question, flags, io);
  const { since = question.now, until = question.now } = question.window;
  return planLive({
    ...planned,
    question,
    window: { since, until },
    accounts,
    partition: partitionOf(regions[0] ?? ''),
    regions,
    backends,
    notes: [
      ...(isAll ? ['all regions are those that every account has; further ones that are enabled are asked, too'] : []),
      ...(accounts.includes(null) ? ['your account is known after signing in: 000000000000 stands for it'] : []),
      ...(flags.cache === false ? [] : ['what is in the cache (obs3 cache info) is not asked again']),
    ],
    version: version(),
    generatedAt: io.clock(),
  });
}

const partitionOf = (region: string) =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

async function accountsOf(
  { filters }: Question,
  { roleArn = [], accountsFile }: LiveFlags,
  io: CliIo,
): Promise<readonly (string | null)[]> {
  const entries = accountsFile === undefined ? [] : await readAccountsFile(accountsFile, io.cwd);
  const roles = [...roleArn, ...entries.map((entry) => entry.roleArn)];
  const named = roles.map((arn) => arn?.split(':')[4] ?? null);
  const wanted = filters.accounts;
  if (named.length === 0) return wanted.length === 1 ? wanted : [null];
  return [...new Set(named)].filter((account) => account === null || wanted.length === 0 || wanted.includes(account));
}

async function planOfFiles(question: Question, flags: LiveFlags, io: CliIo, planned: Planned): Promise<Plan> {
  if (question.from.includes('-')) {
    throw new Obs3Error('USAGE', '--plan does not read standard input', { hint: 'name files or folders' });
  }
  const [{ planFiles }, { listArchive }, { isRead }, { sources }, { isArchiveBackend }] = await Promise.all([
    import('../plan/plan.ts'),
    import('../archive/walk.ts'),
    import('../archive/selection.ts'),
    import('../sources/index.ts'),
    import('../sources/source.ts'),
  ]);
  const backends = (sources as readonly Source[]).flatMap(({ name: source, backends: all }) =>
    all.filter(isArchiveBackend).map((backend) => ({ source, backend })),
  );
  const parseKey = (path: string) =>
    backends.map(({ backend }) => backend.parseKey(path)).find((found) => found !== undefined);
  const sums = { chosen: 0, chosenBytes: 0, left: 0, leftBytes: 0 };
  const { regions, accounts } = question.filters;
  const selection = { ...question.window, regions, accounts, sources: planned.sources ?? sourcesInFiles(question) };
  const local = await listArchive(question.from.filter((path) => !isS3(path)));
  const far = await listRemote(question, flags, io, selection, parseKey);
  for (const { path, size } of [...local.files, ...far.files]) {
    const key = parseKey(path);
    const isWanted = !key || isRead(key, selection);
    sums[isWanted ? 'chosen' : 'left']++;
    sums[isWanted ? 'chosenBytes' : 'leftBytes'] += size;
  }
  return planFiles({
    command: planned.command,
    question,
    files: sums,
    ...(question.from.some(isS3) && { bucket: { folders: far.passed.length, isKept: flags.keep !== undefined } }),
    sources: backends.map(({ source, backend }) => ({ source, reach: backend.reach })),
    version: version(),
    generatedAt: io.clock(),
  });
}

/** A bucket has to be asked for its keys: for as many as the question may need. */
async function listRemote(
  { from }: Question,
  flags: LiveFlags,
  io: CliIo,
  selection: Selection,
  parseKey: ArchiveBackend['parseKey'],
): Promise<Pick<Listing, 'files' | 'passed'>> {
  return interruptible(io, async ({ signal }) => {
    const remote = await openRemote(from, flags, io, { show: () => {} }, signal);
    try {
      const found = await Promise.all(
        from
          .filter(isS3)
          .map(async (path) => (await remote?.list(path, selection, parseKey)) ?? { files: [], passed: [] }),
      );
      return { files: found.flatMap(({ files }) => files), passed: found.flatMap(({ passed }) => passed) };
    } finally {
      await remote?.close();
    }
  });
}
