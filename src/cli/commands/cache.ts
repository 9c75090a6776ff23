/** `obs3 cache`: what is kept of AWS's answers, and its removal. */
import { Command, Option } from 'commander';
import type { Kept } from '../../aws/cache-folder.ts';
import type { CacheCleared, CacheInfo } from '../../model/cache.ts';
import { type CliIo, writeLines } from '../io.ts';
import { cacheFolder, mostCacheBytes } from '../options/cache-folder.ts';

interface CacheFlags {
  readonly output: 'table' | 'json';
}

const outputOption = () =>
  new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table');

export const cacheCommand = (io: CliIo): Command =>
  new Command('cache')
    .summary('what is kept of settled answers, so that asking again is free')
    .description(
      'Answers of AWS about times that are settled are kept in a folder that only you can read, without the secrets in them.',
    )
    .addCommand(
      new Command('info')
        .description('Prints the folder, its size, and what is kept of each account and service.')
        .addOption(outputOption())
        .action(async (flags: CacheFlags) => writeLines(io.stdout, await info(flags, io))),
    )
    .addCommand(
      new Command('clear')
        .description('Removes what is kept, and nothing else in the folder.')
        .addOption(outputOption())
        .action(async (flags: CacheFlags) => writeLines(io.stdout, await clear(flags, io))),
    );

async function info({ output }: CacheFlags, io: CliIo): Promise<readonly string[]> {
  const { describeCache, isPrivate } = await import('../../aws/cache-folder.ts');
  const folder = cacheFolder(io);
  const found = await describeCache(folder);
  const accounts = found.map(({ services, ...account }) => ({
    ...withTimes(account),
    services: services.map(withTimes),
  }));
  const entries = found.reduce((sum, account) => sum + account.entries, 0);
  const bytes = found.reduce((sum, account) => sum + account.bytes, 0);
  // one that others can write to is not used
  const isUsed = found.length === 0 || (await isPrivate(folder));
  if (output === 'json') {
    const document: CacheInfo = {
      schema: 'obs3.cache/v1',
      folder,
      used: isUsed,
      entries,
      bytes,
      mostBytes: mostCacheBytes,
      accounts,
    };
    return JSON.stringify(document, null, 2).split('\n');
  }
  const lines = [
    `Folder   ${folder}`,
    `Size     ${sizeOf(bytes)} of at most ${sizeOf(mostCacheBytes)}`,
    `Entries  ${entries}`,
  ];
  if (!isUsed) lines.push('', `not used: others can write to the folder (chmod 700 ${folder})`);
  if (accounts.length === 0) return lines;
  const head = ['Account', 'Service', 'Entries', 'Size', 'Oldest', 'Newest'];
  const rows = accounts.flatMap(({ account, services }) =>
    services.map((each) => [
      account,
      each.service,
      String(each.entries),
      sizeOf(each.bytes),
      minute(each.oldestTime),
      minute(each.newestTime),
    ]),
  );
  const widths = head.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [...lines, '', ...[head, ...rows].map(line)];
}

/** As JSON tells them. */
const withTimes = <Described extends Kept>({ oldestTime, newestTime, ...described }: Described) => ({
  ...described,
  oldestTime: new Date(oldestTime).toISOString(),
  newestTime: new Date(newestTime).toISOString(),
});

async function clear({ output }: CacheFlags, io: CliIo): Promise<readonly string[]> {
  const { clearCache } = await import('../../aws/cache-folder.ts');
  const folder = cacheFolder(io);
  const removed = await clearCache(folder);
  if (output === 'json') {
    const document: CacheCleared = { schema: 'obs3.cache/v1', folder, removed };
    return JSON.stringify(document, null, 2).split('\n');
  }
  const entries = `${removed.entries} ${removed.entries === 1 ? 'entry' : 'entries'}`;
  return [
    removed.entries === 0
      ? `nothing is kept in ${folder}`
      : `removed ${entries}, ${sizeOf(removed.bytes)}, from ${folder}`,
  ];
}

const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' ')}Z`;

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
