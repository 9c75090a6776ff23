import type { Outcome } from './event.ts';

export type CommandName = 'investigate' | 'who' | 'what' | 'compliance' | 'impact' | 'gate';

/**
 * `target`: what was done to it. `principal`: what it did, and what the human did whom a record names so: a source identity,
 * the subject of a token, a directory's user. `any`: both.
 */
export type AskedAs = 'any' | 'target' | 'principal';

export type SubjectKind = 'resource' | 'principal' | 'access-key' | 'ip' | 'alarm' | 'event' | 'account' | 'window';

/** One way to read what was typed. */
export interface TargetReading {
  readonly kind: SubjectKind;
  /** Only for resources and IAM principals. */
  readonly type?: string;
}

export interface Target {
  /** As typed: it is searched for exactly so. */
  readonly text: string;
  /** What it may be, likeliest first; from its looks alone. */
  readonly readings: readonly TargetReading[];
  /** Every spelling under which it may be found, the typed one first. */
  readonly aliases: readonly string[];
}

/** Half-open [since, until), epoch milliseconds. An absent end is open. */
export interface Window {
  readonly since?: number;
  readonly until?: number;
}

/** The window that a report answers for: half-open, epoch milliseconds, both ends known. */
export interface AnsweredWindow {
  readonly since: number;
  readonly until: number;
}

/** `or` within one filter, `and` between filters. Empty lists filter nothing. */
export interface Filters {
  /** routine: writes, failures and the reads that matter; all: reads too; writes: writes alone. */
  readonly reads: 'routine' | 'all' | 'writes';
  readonly outcome: readonly Outcome[];
  readonly eventName: readonly string[];
  readonly errorCode: readonly string[];
  readonly service: readonly string[];
  readonly principal: readonly string[];
  readonly sourceIp: readonly string[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
}

export const noFilters: Filters = {
  reads: 'all',
  outcome: [],
  eventName: [],
  errorCode: [],
  service: [],
  principal: [],
  sourceIp: [],
  regions: [],
  accounts: [],
};

/** What was asked, resolved: nothing in it depends on the clock, the environment or a file. Plain data, for worker threads. */
export interface Question {
  readonly command: CommandName;
  readonly targets: readonly Target[];
  readonly as: AskedAs;
  readonly window: Window;
  /** Whether a window flag was given. */
  readonly windowGiven: boolean;
  readonly filters: Filters;
  /** Where AWS is asked, when live: `all`, regions by name, or none for the one of the environment. */
  readonly regions: readonly string[];
  /**
   * Besides those of the filters, the regions that record calls which are asked about: those of global services, and
   * sign-ins. Absent: none, or regions are not filtered.
   */
  readonly otherRegions?: readonly string[];
  /** The same of metrics: those in which global services publish what is asked about. */
  readonly metricRegions?: readonly string[];
  /** Whether all that happened to neighbors is listed, not only what a chain needs. */
  readonly neighbors?: boolean;
  /** Where Config is asked about more than single targets, or less than all of a target. */
  readonly survey?: Survey;
  /** Live: of each lookup of the event history no more pages than this are read in a region, the newest first. */
  readonly mostPages?: number;
  /** The metrics and alarms that there are are told too, whatever the command. */
  readonly listsWatched?: boolean;
  /** Metrics are asked for and judged too, whatever the command: each of them costs. */
  readonly metrics?: boolean;
  /** The event whose explanations are wanted: an id, the beginning of one, or its time on the timeline. */
  readonly why?: string;
  /** What `--from` names; empty when live. */
  readonly from: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is asked of Config as a whole: how an account complies, or what there is in it. */
export interface Survey {
  readonly of: 'compliance' | 'inventory';
  /** Resource types; empty: all. */
  readonly types: readonly string[];
  /** Types that can be judged by their configuration alone, where no rule does. */
  readonly derivable: readonly string[];
  /** Names of rules; empty: all. */
  readonly rules: readonly string[];
  /** What was deleted counts as well. */
  readonly deleted: boolean;
  /** Of an inventory that is asked of AWS: only what bears this as its tag `Name`. Absent: whatever it bears. */
  readonly tagName?: string;
  /** The aggregator that is asked in place of the account itself. */
  readonly aggregator?: string;
}
