/** Drops items that are held back, except those that matter by themselves: deletions, and states that violate a rule. */
import { isBroken } from '../../analysis/compliant/derived.ts';
import type { RecordScanner } from '../../archive/scanner.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Condenser, condensed } from './condensed.ts';

/** `until`: epoch milliseconds; later items are kept as they are. */
export const brokenItems = (scanner: RecordScanner, until: number): RecordScanner =>
  condensed(scanner, () => new BrokenItems(until));

class BrokenItems implements Condenser {
  private readonly kept: Evidence[] = [];
  private readonly until: number;

  constructor(until: number) {
    this.until = until;
  }

  take(found: Evidence): void {
    if (found.type === 'configuration-item' && Date.parse(found.item.captureTime) < this.until) {
      if (!found.item.status.startsWith('ResourceDeleted') && !isBroken(found.item)) return;
    }
    this.kept.push(found);
  }

  end(): readonly Evidence[] {
    return this.kept;
  }
}
