/** An alarm's change of state, whoever reports it, and the other things that records about alarms contain. */
import type { Alarm } from '../../model/series.ts';
import type { AlarmName } from './alarm.ts';

export interface Transition extends AlarmName {
  /** Epoch milliseconds. */
  readonly time: number;
  /** null: not reported. */
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  /** The part of the definition that the record itself holds. */
  readonly told: Alarm | null;
  /** ARNs of the actions that it triggered. */
  readonly actions: readonly string[];
  readonly ref: string | null;
}

/** An action that ran because an alarm changed its state. */
export interface AlarmAction {
  readonly name: string;
  readonly time: number;
  /** When the alarm changed, if the record says so. */
  readonly transitionTime: number | null;
  readonly action: string;
}

export type AlarmRecord =
  | { readonly kind: 'transition'; readonly transition: Transition }
  /** `time`: when this definition was made; null for a description. */
  | { readonly kind: 'definition'; readonly alarm: Alarm; readonly time: number | null }
  | { readonly kind: 'action'; readonly action: AlarmAction }
  | { readonly kind: 'other'; readonly what: string; readonly time: number; readonly of: AlarmName }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Something with the place where it was read. */
export interface Found<Value> {
  readonly value: Value;
  readonly locator: string;
}

export const damaged = (reason: string): AlarmRecord => ({ kind: 'damaged', reason });

/** An update of only the reason, or of what suppresses the actions, leaves the state as it was. */
export const transitionOrUpdate = (transition: Transition): AlarmRecord =>
  transition.from === transition.to
    ? { kind: 'other', what: 'alarm update without a change of state', time: transition.time, of: transition }
    : { kind: 'transition', transition };
