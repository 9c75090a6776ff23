/**
 * One change of an alarm's state may be reported by its history, by EventBridge and by SNS: this gives it the same id each
 * time. The history leaves out account and region, and the times may differ by a millisecond.
 */
import type { Transition } from './transition.ts';

export interface TransitionIdentity {
  readonly account: string | null;
  readonly region: string | null;
  /** Epoch seconds. */
  readonly second: number;
}

interface Known {
  readonly identity: TransitionIdentity;
  readonly time: number;
  /** Learned from later reports; the id keeps what the first report said. */
  account: string | null;
  region: string | null;
}

/** Two reports of one change differ by at most this. Milliseconds. */
export const mostApart = 1000;

export class TransitionIdentities {
  private readonly known = new Map<string, Known[]>();

  /** `account` and `region`, if known. */
  of(transition: Transition, account: string | null, region: string | null): TransitionIdentity {
    const second = Math.floor(transition.time / 1000);
    const near = [second, second - 1, second + 1].flatMap((at) => this.known.get(keyOf(transition, at)) ?? []);
    const same = near.find(
      (found) =>
        Math.abs(found.time - transition.time) <= mostApart &&
        isCompatible(found.account, account) &&
        isCompatible(found.region, region),
    );
    if (same) {
      same.account ??= account;
      same.region ??= region;
      return same.identity;
    }
    const identity = { account, region, second };
    const key = keyOf(transition, second);
    const list = this.known.get(key) ?? [];
    list.push({ identity, time: transition.time, account, region });
    this.known.set(key, list);
    return identity;
  }
}

const keyOf = ({ name, from, to }: Transition, second: number) => JSON.stringify([name, from, to, second]);

/** Equal, or at least one of them is not known. */
export const isCompatible = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
