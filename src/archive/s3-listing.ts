/**
 * Lists what of a bucket may hold what is asked for. Folders are looked into side by side, those of other regions and days
 * are not, and within a day the listing leaps to the window: a year of a trail is some hundred thousand keys.
 */
import type { ListedObject, ListPage, ListQuery } from '../aws/s3-bucket.ts';
import type { KeyParser } from './chooser.ts';
import { folderReach, holdsNone, isOutOfTime, mayHold, passedReach, skipFrom } from './folder-reach.ts';
import { s3Path } from './s3-address.ts';
import type { DeliveredKey, Selection } from './scanner.ts';

export interface S3ListInput {
  readonly bucket: string;
  /** Without a "/" at its end. */
  readonly prefix: string;
  readonly selection: Selection;
  readonly parseKey: KeyParser;
  readonly list: (query: ListQuery) => Promise<ListPage>;
  /** What came of a folder that cannot be listed; may throw. `isFirst`: it is the one that was named. */
  readonly onFailure: (folder: string, error: unknown, isFirst: boolean) => void;
  /** Objects found so far. */
  readonly onProgress?: (objects: number) => void;
}

export interface S3Listed {
  /** In the order in which the files of a folder are read: folder by folder, each by name. */
  readonly objects: readonly ListedObject[];
  readonly passed: readonly DeliveredKey[];
  /** All folders that were not looked into. */
  readonly left: number;
}

export async function listObjects(input: S3ListInput): Promise<S3Listed> {
  const { bucket, prefix, selection, parseKey, list, onFailure, onProgress } = input;
  const objects: ListedObject[] = [];
  const passed: DeliveredKey[] = [];
  let left = 0;
  const pathOf = (key: string) => s3Path(bucket, key);

  const take = ({ objects: found }: ListPage): void => {
    // "folders" that consoles make are objects of no bytes
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
    // days that need not be told from one another: of a digest an hour, a page lists those of a month
    const byFolder =
      selection.since !== undefined || selection.until !== undefined || !holdsNone(pathOf(folder), parseKey);
    try {
      let place: Pick<ListQuery, 'startAfter' | 'token'> | undefined = {};
      while (place) {
        const page: ListPage = await list({ prefix: folder, ...(byFolder && { byFolder }), ...place });
        take(page);
        // they go on while the next page comes
        for (const each of page.folders) below.push(enter(each));
        place = placeBehind(page);
      }
    } catch (error) {
      onFailure(folder, error, isFirst);
    }
    await Promise.all(below);
  };

  /** Where a listing goes on; undefined at its end. */
  const placeBehind = ({
    objects: found,
    folders,
    next,
  }: ListPage): Pick<ListQuery, 'startAfter' | 'token'> | undefined => {
    if (next === undefined) return undefined;
    const last = found.at(-1)?.key ?? '';
    // a folder that comes after the last key was told already
    if (last === '' || (folders.at(-1) ?? '') > last) return { token: next };
    const leap = skipFrom(last, selection, parseKey);
    return leap === undefined ? { token: next } : { startAfter: leap };
  };

  if (prefix === '') await walk('', true);
  else {
    // the object of that very key, and the folder of that name: but not all that begins so
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

/** Folder by folder, as they would be walked: by the names on the way, and not by the whole key ("a.b" before "a/b"). */
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
