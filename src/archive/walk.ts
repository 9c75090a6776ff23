/** Walks the paths of `--from`: finds every file once, in a fixed order, and what could not be listed. */
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Gap } from '../model/gap.ts';
import { placeKey } from '../model/span.ts';
import type { KeyParser } from './chooser.ts';
import { isElsewhere, isOutOfTime, passedReach } from './folder-reach.ts';
import {
  type ArchiveFile,
  checkNamed,
  type Found,
  lookAt,
  lookBelow,
  type Refused,
  type Unseen,
} from './local-paths.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import { isChosen } from './selection.ts';

export interface Listing {
  readonly files: readonly ArchiveFile[];
  readonly gaps: readonly Gap[];
  /** Folders that were not listed, because the times of their keys rule them out. */
  readonly passed: readonly DeliveredKey[];
  /** Number of folders that were not listed. */
  readonly left: number;
}

/** What is asked for: folders whose keys rule it out are not listed. */
export interface Pruning {
  readonly selection: Selection;
  readonly parseKey: KeyParser;
}

/** `-` stands for standard input. */
export const standardInput = '-';

/** Files to look at before yielding to other work: one takes less time than yielding does. */
const filesATurn = 1000;

/** @throws Obs3Error ARCHIVE_NOT_FOUND for a path that does not exist. */
export const listArchive = (paths: readonly string[], pruning?: Pruning): Promise<Listing> =>
  new LocalFiles(paths).list(pruning);

export interface WalkOptions {
  readonly signal?: AbortSignal;
  /** Called every thousand, with the number of files and folders looked at so far. */
  readonly onLooked?: (count: number) => void;
}

/** Looks at each file and folder once, however often they are listed. */
export class LocalFiles {
  private readonly paths: readonly string[];
  private readonly options: WalkOptions;
  /** What is at the paths of `--from`. */
  private readonly named = new Map<string, Found>();
  /** What is at paths in folders. */
  private readonly below = new Map<string, Found>();
  /** The longest walk so far: repeating it, from what is cached, reports no progress. */
  private told = 0;

  constructor(paths: readonly string[], options: WalkOptions = {}) {
    this.paths = paths;
    this.options = options;
  }

  /** @throws Obs3Error ARCHIVE_NOT_FOUND for a path that does not exist, or the signal's reason. */
  async list(pruning?: Pruning): Promise<Listing> {
    const files: ArchiveFile[] = [];
    const gaps: Gap[] = [];
    const pruned = new PrunedFolders(pruning);
    const ends = await this.walk(pruned, (item) => {
      if ('gap' in item) gaps.push(item.gap);
      else files.push(item);
      return true;
    });
    return { files, gaps, ...pruned.without(ends) };
  }

  /** Whether the files have at least this many bytes in total; looks no further than needed. @throws as `list` */
  async holds(bytes: number): Promise<boolean> {
    let left = bytes;
    await this.walk(new PrunedFolders(), (item) => {
      if ('size' in item) left -= item.size;
      return left > 0;
    });
    return left <= 0;
  }

  /**
   * @param take returns whether to go on.
   * @returns the pruned folders that were listed after all.
   */
  private async walk(
    pruned: PrunedFolders,
    take: (item: ArchiveFile | Refused) => boolean,
  ): Promise<ReadonlySet<string>> {
    const seen = new Seen();
    let looked = 0;
    const enter = async (found: Found): Promise<boolean> => {
      if (!('entries' in found)) return !seen.isNew(found) || take(found);
      if (!seen.isNewFolder(found.real)) return true;
      for (const entry of found.entries) {
        if (++looked % filesATurn === 0) await this.rest(looked);
        if ('size' in entry || 'gap' in entry) {
          if (seen.isNewWithin(entry) && !take(entry)) return false;
        } else if (!pruned.isOne(entry) && !(await enter(this.belowAt(entry)))) return false;
      }
      return true;
    };
    for (const path of this.paths) {
      if (path === standardInput) {
        if (!(await enter({ path, size: 0, piped: true }))) return new Set();
        continue;
      }
      const refused = await checkNamed(path);
      if (!(await enter(refused ?? this.namedAt(path)))) return new Set();
    }
    const { ends } = pruned;
    for (const entry of ends.values()) await enter(this.belowAt(entry));
    return new Set(ends.keys());
  }

  /** Yields to other work. */
  private async rest(looked: number): Promise<void> {
    const { signal, onLooked } = this.options;
    if (looked > this.told) {
      this.told = looked;
      onLooked?.(looked);
    }
    await turn();
    signal?.throwIfAborted();
  }

  private namedAt(path: string): Found {
    const known = this.named.get(path) ?? lookAt(path, true);
    this.named.set(path, known);
    return known;
  }

  private belowAt(entry: Unseen): Found {
    const known = this.below.get(entry.path) ?? lookBelow(entry);
    this.below.set(entry.path, known);
    return known;
  }
}

/** Recognizes what has been seen before, by another link or a path that is named twice. */
class Seen {
  private readonly folders = new Set<string>();
  /** Real paths of files that were not found in their own folder. */
  private readonly strays = new Set<string>();

  isNewFolder(real: string): boolean {
    if (this.folders.has(real)) return false;
    this.folders.add(real);
    return true;
  }

  /** For an entry of a folder that was entered. */
  isNewWithin({ real }: ArchiveFile | Refused): boolean {
    return real === undefined || this.strays.size === 0 || !this.strays.has(real);
  }

  isNew(found: ArchiveFile | Refused): boolean {
    const place = found.real ?? ('path' in found ? found.path : undefined);
    if (place === undefined) return true;
    if (this.strays.has(place) || ('size' in found && !found.piped && this.folders.has(dirname(place)))) return false;
    this.strays.add(place);
    return true;
  }
}

interface PrunedFolder {
  readonly entry: Unseen;
  readonly reach: DeliveredKey;
}

/** Folders of one day whose files time, region or source all rule out; those of years and months may hold anything. */
class PrunedFolders {
  private readonly all: PrunedFolder[] = [];
  private readonly pruning: Pruning | undefined;

  constructor(pruning?: Pruning) {
    const { since, until, regions = [], sources } = pruning?.selection ?? {};
    const mayPrune = since !== undefined || until !== undefined || regions.length > 0 || sources !== undefined;
    this.pruning = mayPrune ? pruning : undefined;
  }

  /** Whether to prune the folder; if so, notes it. */
  isOne(entry: Unseen): boolean {
    if (!this.pruning) return false;
    const { parseKey, selection } = this.pruning;
    const reach = parseKey(`${entry.path}/`);
    // records' accounts may differ from those in their files' keys
    if (!reach || isChosen(reach, { ...selection, accounts: [] })) return false;
    this.all.push({ entry, reach });
    return true;
  }

  /** The first and the last folder of each place: their files show from when to when the archive reaches. */
  get ends(): ReadonlyMap<string, Unseen> {
    const ends = new Map<string, { first: PrunedFolder; last: PrunedFolder }>();
    for (const folder of this.outOfTime) {
      const place = placeKey(folder.reach);
      const { first = folder, last = folder } = ends.get(place) ?? {};
      ends.set(place, {
        first: folder.reach.since < first.reach.since ? folder : first,
        last: folder.reach.since > last.reach.since ? folder : last,
      });
    }
    return new Map(
      [...ends.values()].flatMap(({ first, last }) => [first, last]).map(({ entry }) => [entry.path, entry]),
    );
  }

  /** The folders not listed, other than `entered`. Those of other regions report their place, in case a region was mistyped. */
  without(entered: ReadonlySet<string>): Pick<Listing, 'passed' | 'left'> {
    const { selection = everything } = this.pruning ?? {};
    const others = this.all.filter(({ reach }) => isElsewhere(reach, selection));
    return {
      passed: [
        ...this.outOfTime.flatMap(({ entry, reach }) =>
          entered.has(entry.path) ? [] : [passedReach(reach, selection)],
        ),
        ...others.map(({ reach }) => reach),
      ],
      left: this.all.length - entered.size,
    };
  }

  private get outOfTime(): readonly PrunedFolder[] {
    const { selection = everything } = this.pruning ?? {};
    return this.all.filter(({ reach }) => isOutOfTime(reach, selection));
  }
}

const everything: Selection = { regions: [], accounts: [] };
