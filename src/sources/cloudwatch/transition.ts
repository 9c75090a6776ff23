/** An alarm's change of state, whoever tells it, and what else records about alarms come to. */
import type { Alarm } from '../../model/series.ts';
import type { AlarmName } from './alarm.ts';

export interface Transition extends AlarmName {
  /** Epoch milliseconds. */
  readonly time: number;
  /** null: not told. */
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  /** What the record itself tells of the definition. */
  readonly told: Alarm | null;
  /** ARNs of the actions that ran on it. */
  readonly actions: readonly string[];
  readonly ref: string | null;
}

/** An action that ran because an alarm changed its state. */
export interface AlarmAction {
  readonly name: string;
  readonly time: number;
  /** When the alarm changed, where the record tells. */
  readonly transitionTime: number | null;
  readonly action: string;
}

export type AlarmRecord =
  | { readonly kind: 'transition'; readonly transition: Transition }
  /** `time`: when it was defined so; null for what is merely described. */
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

/** An update of the reason or of what suppresses the actions leaves the state as it was. */
export const transitionOrUpdate = (transition: Transition): AlarmRecord =>
  transition.from === transition.to
    ? { kind: 'other', what: 'alarm update without a change of state', time: transition.time, of: transition }
    : { kind: 'transition', transition };
