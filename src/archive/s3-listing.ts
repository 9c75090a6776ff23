/**
 * Lists the objects of a bucket that may hold what is asked for. Folders are listed in parallel, except those of other regions
 * and days, and within a day the listing skips to the window: a year of a trail has some hundred thousand keys.
 */
import type { ListedObject, ListPage, ListQuery } from '../aws/s3-bucket.ts';
import type { KeyParser } from './chooser.ts';
import { folderReach, holdsNone, isOutOfTime, mayHold, passedReach, skipFrom } from './folder-reach.ts';
import { s3Path } from './s3-address.ts';
import type { DeliveredKey, Selection } from './scanner.ts';

export interface S3ListInput {
  readonly bucket: string;
  /** Without a "/" at the end. */
  readonly prefix: string;
  readonly selection: Selection;
  readonly parseKey: KeyParser;
  readonly list: (query: ListQuery) => Promise<ListPage>;
  /** Called if a folder cannot be listed; may throw. `isFirst`: it is the folder that was named. */
  readonly onFailure: (folder: string, error: unknown, isFirst: boolean) => void;
  /** The number of objects found so far. */
  readonly onProgress?: (objects: number) => void;
}

export interface S3Listed {
  /** In the order in which a folder's files are read: folder by folder, by name. */
  readonly objects: readonly ListedObject[];
  readonly passed: readonly DeliveredKey[];
  /** Number of folders that were not listed. */
  readonly left: number;
}

export async function listObjects(input: S3ListInput): Promise<S3Listed> {
  const { bucket, prefix, selection, parseKey, list, onFailure, onProgress } = input;
  const objects: ListedObject[] = [];
  const passed: DeliveredKey[] = [];
  let left = 0;
  const pathOf = (key: string) => s3Path(bucket, key);

  const take = ({ objects: found }: ListPage): void => {
    // consoles create "folders" as empty objects
    for (const object of found) if (!object.key.endsWith('/')) objects.push(object);
    onProgress?.(objects.length);
  };

  const enter = async (folder: string): Promise<void> => {
    const path = pathOf(folder);
    if (mayHold(path, selection, parseKey)) return walk(folder, false);
    left++;
    const reach = folderReach(path, parseKey);
    if (reach && isOutOfTime(reach, selection)) passed.push(passedReach(reach, selection));
  };

  const walk = async (folder: string, isFirst: boolean): Promise<void> => {
    const below: Promise<void>[] = [];
    // without a window, files that hold no records are listed flat: a page covers a month of hourly digests
    const byFolder =
      selection.since !== undefined || selection.until !== undefined || !holdsNone(pathOf(folder), parseKey);
    try {
      let place: Pick<ListQuery, 'startAfter' | 'token'> | undefined = {};
      while (place) {
        const page: ListPage = await list({ prefix: folder, ...(byFolder && { byFolder }), ...place });
        take(page);
        // folders are listed while the next page is fetched
        for (const each of page.folders) below.push(enter(each));
        place = placeBehind(page);
      }
    } catch (error) {
      onFailure(folder, error, isFirst);
    }
    await Promise.all(below);
  };

  /** Where to continue listing; undefined at the end. */
  const placeBehind = ({
    objects: found,
    folders,
    next,
  }: ListPage): Pick<ListQuery, 'startAfter' | 'token'> | undefined => {
    if (next === undefined) return undefined;
    const last = found.at(-1)?.key ?? '';
    // a folder after the last key is on this page already: continuing after that key would report it again
    if (last === '' || (folders.at(-1) ?? '') > last) return { token: next };
    const leap = skipFrom(last, selection, parseKey);
    return leap === undefined ? { token: next } : { startAfter: leap };
  };

  if (prefix === '') await walk('', true);
  else {
    // take the object with exactly this key, and the folder of that name, but not every key with this prefix
    const named = await firstPage(input);
    if (named) {
      take({ objects: named.objects.filter(({ key }) => key === prefix), folders: [] });
      if (named.folders.includes(`${prefix}/`) || named.next !== undefined) await walk(`${prefix}/`, true);
    }
  }
  return { objects: inPlace(objects), passed: passed.sort(byReach), left };
}

async function firstPage({ prefix, list, onFailure }: S3ListInput): Promise<ListPage | undefined> {
  try {
    return await list({ prefix, byFolder: true });
  } catch (error) {
    onFailure(prefix, error, true);
    return undefined;
  }
}

/** In walking order: compared name by name along the path; comparing whole keys would put "a.b" before "a/b". */
function inPlace(objects: readonly ListedObject[]): readonly ListedObject[] {
  const placed = objects.map((object) => ({ object, names: object.key.split('/') }));
  placed.sort((a, b) => {
    const length = Math.min(a.names.length, b.names.length);
    for (let i = 0; i < length; i++) {
      const [x, y] = [a.names[i] as string, b.names[i] as string];
      if (x !== y) return x < y ? -1 : 1;
    }
    return a.names.length - b.names.length;
  });
  return placed.map(({ object }) => object);
}

const keyOf = ({ source, account, region, since }: DeliveredKey) => JSON.stringify([source, account, region, since]);
const byReach = (a: DeliveredKey, b: DeliveredKey): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
