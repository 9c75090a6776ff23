import type { Outcome } from './event.ts';

export type CommandName = 'investigate' | 'who' | 'what' | 'compliance' | 'impact' | 'gate';

/**
 * `target`: what was done to it. `principal`: what it did, and what was done by the human whom a record names by it: a source
 * identity, a token's subject, a directory user. `any`: both.
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
  /** As typed; exactly this text is searched for. */
  readonly text: string;
  /** What it may be, likeliest first, judging by its form alone. */
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
  /** Live: the regions to ask: `all`, or names; empty for the environment's region. */
  readonly regions: readonly string[];
  /**
   * Regions beyond those of the filters that record the calls asked about: those of global services and of sign-ins. Absent if
   * there are none, or regions are not filtered.
   */
  readonly otherRegions?: readonly string[];
  /** Likewise for metrics: the regions in which global services publish the metrics asked about. */
  readonly metricRegions?: readonly string[];
  /** Whether to list everything that happened to neighbors, not only what a chain needs. */
  readonly neighbors?: boolean;
  /** Set if Config is asked about more than single targets, or about only part of a target. */
  readonly survey?: Survey;
  /** Live: per lookup of the event history and region, the most pages to read, newest first. */
  readonly mostPages?: number;
  /** Whether to also list the existing metrics and alarms, whatever the command. */
  readonly listsWatched?: boolean;
  /** Whether to also request and judge metrics, whatever the command. Each costs money. */
  readonly metrics?: boolean;
  /** The event to explain: its id, the beginning of its id, or its time on the timeline. */
  readonly why?: string;
  /** What `--from` names; empty if live. */
  readonly from: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is asked of Config as a whole: how an account complies, or which resources are in it. */
export interface Survey {
  readonly of: 'compliance' | 'inventory';
  /** Resource types; empty: all. */
  readonly types: readonly string[];
  /** Types that can be judged by their configuration alone if no rule judges them. */
  readonly derivable: readonly string[];
  /** Names of rules; empty: all. */
  readonly rules: readonly string[];
  /** Whether deleted resources count as well. */
  readonly deleted: boolean;
  /** Inventory asked of AWS: only resources whose tag `Name` has this value. Absent: all. */
  readonly tagName?: string;
  /** The aggregator to ask instead of the account itself. */
  readonly aggregator?: string;
}
