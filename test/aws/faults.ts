/** Deliberate failures. A test switches a fault on, for the calls that it names and for a number of times. */
import { createHash } from 'node:crypto';
import type { CommonError } from './aws-error.ts';
import { bindingOf, type PageQuestion } from './page-tokens.ts';

/** Answers of the service itself. */
const answered = ['throttled', 'internal', 'unavailable', 'denied', 'expired-token'] as const satisfies CommonError[];

export type AnsweredFault = (typeof answered)[number];

type FaultKind =
  | AnsweredFault
  /** The connection is closed without an answer. */
  | 'cut-before'
  /** The connection is closed in the middle of the body. */
  | 'cut-in-body'
  /** Half of the body, with a Content-Length that claims it is all. */
  | 'short-body'
  /** The first byte comes late. */
  | 'slow';

export const isAnswered = (kind: FaultKind): kind is AnsweredFault => (answered as readonly string[]).includes(kind);

export interface Fault {
  readonly kind: FaultKind;
  /** "cloudtrail:LookupEvents", "config:*", "*"; absent: any. */
  readonly action?: string;
  readonly account?: string;
  readonly region?: string;
  /** Strikes only calls for a further page. */
  readonly withToken?: true;
  /** Strikes this many matching calls, from the first; absent: always. */
  readonly times?: number;
  /** Strikes only every nth matching call. */
  readonly every?: number;
  /** The delay of a slow answer; Infinity: no answer before the server stops. */
  readonly delayMs?: number;
  /** Instead of a delay: a slow answer comes when this resolves. */
  readonly until?: Promise<unknown>;
}

/** Faults that pass when a call is tried again. */
const passingKinds = ['throttled', 'internal', 'unavailable', 'cut-before', 'cut-in-body'] as const;

export interface PassingFaults {
  /** Share of all calls, 0 to 1. */
  readonly share: number;
  /** The same seed strikes the same calls, in whatever order they arrive. */
  readonly seed: number;
  readonly action?: string;
  readonly kinds?: readonly FaultKind[];
  /** The same call fails at most this often in a row: two by default, so that an SDK's usual three tries are enough. */
  readonly mostInARow?: number;
}

export interface Strike {
  readonly kind: FaultKind;
  readonly delayMs: number;
  readonly until?: Promise<unknown>;
}

interface Active {
  /** undefined: does not strike this call. */
  strike(question: PageQuestion): Strike | undefined;
}

const matchesAction = (pattern: string | undefined, action: string): boolean =>
  pattern === undefined || pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));

function activeFault(fault: Fault): Active {
  let matching = 0;
  let struck = 0;
  return {
    strike: ({ action, account, region, parameters }) => {
      if (!matchesAction(fault.action, action)) return undefined;
      if (fault.withToken && (parameters['NextToken'] ?? parameters['nextToken']) === undefined) return undefined;
      if ((fault.account ?? account) !== account || (fault.region ?? region) !== region) return undefined;
      matching++;
      if (struck >= (fault.times ?? Number.POSITIVE_INFINITY) || matching % (fault.every ?? 1) !== 0) return undefined;
      struck++;
      return { kind: fault.kind, delayMs: fault.delayMs ?? 0, ...(fault.until && { until: fault.until }) };
    },
  };
}

/** 0 to 1, from the label alone. */
const fractionOf = (label: string): number => createHash('sha256').update(label).digest().readUInt32BE(0) / 2 ** 32;

function passingFaults({ share, seed, action, kinds = passingKinds, mostInARow = 2 }: PassingFaults): Active {
  const tries = new Map<string, number>();
  const failures = new Map<string, number>();
  return {
    strike: (question) => {
      const kind = (label: string) => kinds[Math.floor(fractionOf(`kind ${label}`) * kinds.length)];
      if (!matchesAction(action, question.action)) return undefined;
      // the whole call with its page token, so that the order of arrival does not matter
      const call = `${bindingOf(question)} ${String(question.parameters['NextToken'] ?? question.parameters['nextToken'])}`;
      const attempt = (tries.get(call) ?? 0) + 1;
      tries.set(call, attempt);
      const label = `${seed} ${attempt} ${call}`;
      const inARow = failures.get(call) ?? 0;
      const chosen = inARow < mostInARow && fractionOf(label) < share ? kind(label) : undefined;
      failures.set(call, chosen === undefined ? 0 : inARow + 1);
      return chosen && { kind: chosen, delayMs: 0 };
    },
  };
}

export class Faults {
  private readonly active = new Set<Active>();

  /** Returns a function that switches it off again. */
  add(fault: Fault): () => void {
    return this.activate(activeFault(fault));
  }

  /** A random share of all calls fails, each with one of the faults that pass. */
  addPassing(faults: PassingFaults): () => void {
    return this.activate(passingFaults(faults));
  }

  clear(): void {
    this.active.clear();
  }

  /** The first fault that strikes the call. */
  strike(question: PageQuestion): Strike | undefined {
    for (const fault of this.active) {
      const strike = fault.strike(question);
      if (strike) return strike;
    }
    return undefined;
  }

  private activate(fault: Active): () => void {
    this.active.add(fault);
    return () => this.active.delete(fault);
  }
}
