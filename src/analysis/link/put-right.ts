/**
 * Whoever soon takes back what somebody else did repairs its effects: an alarm that goes off just after the repair is about
 * what came before it, and so is a period that contains both.
 */
import { hour, minute } from '../../model/duration.ts';
import type { Effect } from './resource-index.ts';

/** An alarm goes off some periods after its cause. */
const evaluation = 30 * minute;

interface Weighed {
  readonly near: { readonly cause: { readonly event: { readonly id: string }; readonly time: number } };
  readonly factors: Readonly<Record<string, number>>;
  readonly raw: number;
}

interface Input<One extends Weighed> {
  readonly effect: Effect;
  /** When the effect began. Epoch milliseconds. */
  readonly onset: number;
  readonly rated: readonly One[];
  /** Id of a call -> id of the earlier call that it takes back. */
  readonly undoes: ReadonlyMap<string, string>;
}

/** The same candidates; a repair weighs less if what it repairs is among them. */
export function repairsLess<One extends Weighed>({ effect, onset, rated, undoes }: Input<One>): readonly One[] {
  const times = new Map(rated.map(({ near: { cause } }) => [cause.event.id, cause.time]));
  const late = effect.event.kind === 'alarm' ? evaluation : 0;
  return rated.map((one) => {
    const { event, time } = one.near.cause;
    const broke = times.get(undoes.get(event.id) ?? '');
    if (broke === undefined || time - broke > hour || onset - time > late) return one;
    return { ...one, factors: { ...one.factors, 'puts right what was before': 0.6 }, raw: one.raw * 0.6 };
  });
}
