/** The earliest of any number of events in any order: enough to report of something that may go on forever. */
import type { EventEvidence } from '../model/evidence.ts';

export class FirstEvents {
  private readonly most: number;
  private held = new Map<string, EventEvidence>();
  private wasCut = false;

  constructor(most: number) {
    this.most = most;
  }

  add(found: readonly EventEvidence[]): void {
    for (const each of found) this.held.set(each.event.id, each);
    if (this.held.size > 2 * this.most) this.cut();
  }

  /** In order of time; and whether there were more. */
  end(): { readonly evidence: readonly EventEvidence[]; readonly isCut: boolean } {
    this.cut();
    return { evidence: [...this.held.values()], isCut: this.wasCut };
  }

  private cut(): void {
    const sorted = [...this.held].sort(([a, one], [b, other]) =>
      one.event.time < other.event.time ? -1 : one.event.time > other.event.time ? 1 : a < b ? -1 : 1,
    );
    if (sorted.length > this.most) this.wasCut = true;
    this.held = new Map(sorted.slice(0, this.most));
  }
}
