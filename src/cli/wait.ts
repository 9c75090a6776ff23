/**
 * `--wait`: what a deploy did is recorded only minutes after it ends. Waits until everything that happened in the window must
 * have arrived, but no longer than allowed.
 */

import { minute } from '../model/duration.ts';
import { durationText, momentText } from '../model/time-text.ts';
import type { CliIo } from './io.ts';

export interface SourceLag {
  readonly source: string;
  /** How long after it happened evidence has arrived for sure. Seconds. */
  readonly lagSeconds: number;
}

export interface WaitInput {
  /** Epoch milliseconds, as everywhere here: the clock at the start, which `--now` may set. */
  readonly now: number;
  /** The end of the window. */
  readonly until: number;
  readonly most: number;
  readonly lags: readonly SourceLag[];
}

/** Without a terminal, an occasional line shows that the job is alive. Milliseconds. */
const heartbeat = 5 * 60_000;
const tick = 1000;

/** Resolves with the time after the wait. Ctrl-C only ends the wait: the question is then asked as things stand. */
export async function waitForEvidence({ now, until, most, lags }: WaitInput, io: CliIo): Promise<number> {
  const due = lags
    .map(({ source, lagSeconds }) => ({ source, time: until + lagSeconds * 1000 }))
    .sort((a, b) => a.time - b.time || (a.source < b.source ? -1 : 1));
  const awaited = due.filter(({ time }) => time > now);
  const say = (text: string) => void io.stderr.write(`${text}\n`);
  if (awaited.length === 0) {
    say(`no wait: all that happened until ${momentText(until)} can have arrived`);
    return now;
  }
  const isTerminal = io.stderr.isTTY === true;
  const end = Math.min(now + most, awaited.at(-1)?.time ?? now);
  say(
    `waiting ${lengthText(end - now)} for what happened until ${momentText(until)}: ${listed(awaited)}; Ctrl-C asks without waiting`,
  );
  const interrupted = new AbortController();
  const release = io.onInterrupt(() => interrupted.abort());
  const begun = io.clock();
  let slept = 0;
  let time = now;
  let told = now;
  try {
    while (time < end && !interrupted.signal.aborted) {
      const next = Math.min(end, ...awaited.map((each) => each.time).filter((each) => each > time));
      const step = Math.min(next - time, isTerminal ? tick : told + heartbeat - time);
      await io.sleep(step, interrupted.signal).catch((error: unknown) => {
        if (!interrupted.signal.aborted) throw error;
      });
      if (!interrupted.signal.aborted) slept += step;
      // a computer that was asleep continues later; a clock that was set back does not prolong the wait
      time = now + Math.max(io.clock() - begun, slept);
      const left = `${lengthText(Math.max(0, end - time))} to wait: ${listed(awaited.filter((each) => each.time > time))}`;
      if (isTerminal) io.stderr.write(`\r\u001b[K${left}`);
      else if (time < end && time - told >= heartbeat) {
        told = time;
        say(left);
      }
    }
  } finally {
    release();
    if (isTerminal) io.stderr.write('\r\u001b[K');
  }
  const here = awaited.filter((each) => each.time <= time);
  const missing = awaited.filter((each) => each.time > time);
  const late = missing.map((each) => `${each.source} until ${momentText(each.time)}`).join(', ');
  say(
    `waited ${lengthText(time - now)}${here.length > 0 ? ` for ${listed(here)}` : ''}${late === '' ? '' : `; may still arrive: ${late}`}`,
  );
  return time;
}

const listed = (sources: readonly { readonly source: string }[]): string =>
  sources.map(({ source }) => source).join(', ');

/** Rounded up, so that it does not end later than announced. */
function lengthText(milliseconds: number): string {
  const unit = milliseconds < 2 * minute ? 1000 : minute;
  return durationText(Math.ceil(milliseconds / unit) * unit);
}
