/**
 * `obs3 cache`: what is kept of AWS's answers, of archives' indexes, of fetched objects and of compiled code, and how to remove
 * it.
 */
import { Command, Option } from 'commander';
import type { Kept } from '../../aws/cache-folder.ts';
import type { CacheCleared, CacheInfo } from '../../model/cache.ts';
import { numberText, plural, sizeText } from '../../model/number-text.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import { mostKeptBytes } from '../options/bucket.ts';
import { cacheFolder, compiledCache, indexCache, mostCacheBytes, objectCache } from '../options/cache-folder.ts';

interface CacheFlags {
  readonly output: 'table' | 'json';
}

interface ClearFlags extends CacheFlags {
  readonly answers?: boolean;
  readonly indexes?: boolean;
  readonly objects?: boolean;
}

const outputOption = () =>
  new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table');

export const cacheCommand = (io: CliIo): Command =>
  new Command('cache')
    .summary('what is kept so that asking again is free: answers, indexes, objects')
    .description(
      'Answers of AWS about times that are settled are kept in a folder that only you can read, without the secrets in them; so are what obs3 index builds, what --keep keeps of S3, and what Node compiles of obs3 itself.',
    )
    .addCommand(
      new Command('info')
        .description(
          'Prints the folder, and what is kept there: of each account and service, of indexes, of objects, of code.',
        )
        .addOption(outputOption())
        .action(async (flags: CacheFlags) => writeLines(io.stdout, await info(flags, io))),
    )
    .addCommand(
      new Command('clear')
        .description('Removes what is kept, and nothing else in the folder. Without a flag: all of it.')
        .option('--answers', 'remove the answers of AWS')
        .option('--indexes', 'remove the indexes that obs3 index built (not those beside their archives)')
        .option('--objects', 'remove the files of S3 that --keep kept (not in folders that it named)')
        .addOption(outputOption())
        .action(async (flags: ClearFlags) => writeLines(io.stdout, await clear(flags, io))),
    );

async function info({ output }: CacheFlags, io: CliIo): Promise<readonly string[]> {
  const [{ describeCache, isPrivate }, { storedIndexes }, { storedObjects }, { storedCode }] = await loadStores();
  const folder = cacheFolder(io);
  const [found, indexes, objects, compiled] = await Promise.all([
    describeCache(folder),
    storedIndexes(indexCache(io)),
    storedObjects(objectCache(io)),
    storedCode(compiledCache(io)),
  ]);
  const accounts = found.map(({ services, ...account }) => ({
    ...withTimes(account),
    services: services.map(withTimes),
  }));
  const entries = found.reduce((sum, account) => sum + account.entries, 0);
  const bytes = found.reduce((sum, account) => sum + account.bytes, 0);
  // a folder that others can write to is not used
  const isEmpty = [found.length, indexes.entries, objects.entries, compiled.entries].every((count) => count === 0);
  const isUsed = isEmpty || (await isPrivate(folder));
  if (output === 'json') {
    const document: CacheInfo = {
      schema: 'obs3.cache/v1',
      folder,
      used: isUsed,
      entries,
      bytes,
      mostBytes: mostCacheBytes,
      accounts,
      indexes,
      objects: { ...objects, mostBytes: mostKeptBytes },
      compiled,
    };
    return jsonLines(document);
  }
  const lines = [
    `Folder   ${folder}`,
    `Size     ${sizeText(bytes)} of at most ${sizeText(mostCacheBytes)}`,
    `Entries  ${numberText(entries)}`,
    `Indexes  ${numberText(indexes.archives)}${indexes.archives === 0 ? '' : `, ${sizeText(indexes.bytes)}`}`,
    `Objects  ${numberText(objects.entries)}${objects.entries === 0 ? '' : `, ${sizeText(objects.bytes)} of at most ${sizeText(mostKeptBytes)}`}`,
    ...(compiled.entries === 0 ? [] : [`Compiled ${sizeText(compiled.bytes)}`]),
  ];
  if (!isUsed) lines.push('', `not used: others can write to the folder (chmod 700 ${folder})`);
  if (accounts.length === 0) return lines;
  const head = ['Account', 'Service', 'Entries', 'Size', 'Oldest', 'Newest'];
  const rows = accounts.flatMap(({ account, services }) =>
    services.map((each) => [
      account,
      each.service,
      numberText(each.entries),
      sizeText(each.bytes),
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

/** In the form for JSON. */
const withTimes = <Described extends Kept>({ oldestTime, newestTime, ...described }: Described) => ({
  ...described,
  oldestTime: new Date(oldestTime).toISOString(),
  newestTime: new Date(newestTime).toISOString(),
});

const loadStores = () =>
  Promise.all([
    import('../../aws/cache-folder.ts'),
    import('../../archive/index-folder.ts'),
    import('../../archive/kept-objects.ts'),
    import('../compiled-folder.ts'),
  ]);

async function clear({ output, ...named }: ClearFlags, io: CliIo): Promise<readonly string[]> {
  const [{ clearCache }, { clearIndexes }, { clearObjects }, { clearCode }] = await loadStores();
  const folder = cacheFolder(io);
  const isAll = !named.answers && !named.indexes && !named.objects;
  const indexes = isAll || named.indexes ? await clearIndexes(indexCache(io)) : undefined;
  const objects = isAll || named.objects ? await clearObjects(objectCache(io)) : undefined;
  const compiled = isAll ? await clearCode(compiledCache(io)) : undefined;
  // last, since it removes the folder if nothing else is left in it
  const answers = isAll || named.answers ? await clearCache(folder) : { entries: 0, bytes: 0 };
  const removed = {
    ...answers,
    ...(indexes && { indexes }),
    ...(objects && { objects }),
    ...(compiled && { compiled }),
  };
  if (output === 'json') {
    const document: CacheCleared = { schema: 'obs3.cache/v1', folder, removed };
    return jsonLines(document);
  }
  const parts = [
    ...(answers.entries > 0 ? [`${plural(answers.entries, 'entry', 'entries')}, ${sizeText(answers.bytes)}`] : []),
    ...(indexes?.entries
      ? [`${plural(indexes.archives, 'index', 'indexes')} of archives, ${sizeText(indexes.bytes)}`]
      : []),
    ...(objects?.entries ? [`${plural(objects.entries, 'object', 'objects')}, ${sizeText(objects.bytes)}`] : []),
    ...(compiled?.entries ? [`compiled code, ${sizeText(compiled.bytes)}`] : []),
  ];
  if (parts.length > 0) return parts.map((part) => `removed ${part}, from ${folder}`);
  return [isAll ? `nothing is kept in ${folder}` : `nothing of that is kept in ${folder}`];
}

const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' ')}Z`;
