/**
 * One change of an alarm's state is told by its history, by EventBridge and by SNS: under which id, whoever tells it.
 * The history does not say in which account and region; the others may be a millisecond apart.
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
  /** Learned from later tellers: what the id says stays as it was first told. */
  account: string | null;
  region: string | null;
}

/** Two tellers of one change differ by no more. Milliseconds. */
export const mostApart = 1000;

export class TransitionIdentities {
  private readonly known = new Map<string, Known[]>();

  /** `account` and `region` as far as they are known of the alarm. */
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

/** Equal as far as both are known. */
export const isCompatible = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
