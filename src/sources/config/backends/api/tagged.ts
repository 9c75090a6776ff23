/**
 * Resources by their tag `Name`: looked up only to suggest what else may have been meant, so a region that does not answer adds
 * nothing, and is no gap.
 */
import { CallFailure } from '../../../../aws/failure.ts';
import type { Evidence, Reading } from '../../../../model/evidence.ts';
import type { LiveContext } from '../../../source.ts';
import { readRows, selectTagged } from '../../select.ts';
import { openConfig } from './calls.ts';
import { inParallel } from './in-parallel.ts';
import { inventoried, resourceIn } from './survey-rows.ts';

/** One request in each region: if there is more than a page, none is likelier than the rest. */
export const readTagged = (name: string, context: LiveContext): AsyncGenerator<Reading> =>
  inParallel(context.regions.map((region) => taggedIn(region, name, context)));

async function* taggedIn(region: string, name: string, context: LiveContext): AsyncGenerator<Reading> {
  for (const expression of selectTagged(name))
    yield {
      evidence: await firstPage(region, expression, context),
      spans: [],
      skipped: [],
      gaps: [],
      bytes: 0,
    };
}

async function firstPage(region: string, expression: string, context: LiveContext): Promise<readonly Evidence[]> {
  const { select } = await openConfig(context, region);
  try {
    for await (const page of select(expression))
      return readRows(page).flatMap((row) => {
        const resource = resourceIn(row);
        return resource ? [inventoried({ region }, resource, 'SelectResourceConfig')] : [];
      });
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof CallFailure)) throw error;
  }
  return [];
}
