/** What could not be seen, why, and what to do about it; gaps that hide events come before those merely worth knowing. */
import type { Gap } from '../model/gap.ts';
import type { Coverage } from '../model/report.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

/** A gap that is shown once, however many accounts and regions have it. */
export interface ToldGap {
  readonly gap: Gap;
  readonly sources: ReadonlySet<string>;
}

/** Blocking ones first. */
export function toldGaps(coverage: readonly Coverage[]): readonly ToldGap[] {
  const told = new Map<string, ToldGap & { readonly sources: Set<string> }>();
  for (const { source, gaps } of coverage) {
    for (const gap of gaps) {
      const key = JSON.stringify([gap.code, gap.blocking, gap.message, gap.hint]);
      const known = told.get(key);
      if (known === undefined) told.set(key, { gap, sources: new Set([source]) });
      else known.sources.add(source);
    }
  }
  return [...told.values()].sort((a, b) => Number(b.gap.blocking) - Number(a.gap.blocking));
}

export function* gapLines(coverage: readonly Coverage[], width: number, palette: Palette): Generator<string> {
  for (const { gap, sources } of toldGaps(coverage)) {
    const ink = gap.blocking ? palette.tone.caution : palette.quiet;
    const text = `${gap.code} (${[...sources].join(', ')}): ${gap.message}`;
    yield* hang(gap.blocking ? '! ' : '· ', printable(text), width).map(ink);
    if (gap.hint !== undefined) yield* hang('  → ', printable(gap.hint), width);
  }
}
