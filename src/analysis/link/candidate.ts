/** A possible explanation of an event: which other one explains it, how well, and why. Its score is the product of its factors. */
import type { Link, Relation } from '../../model/report.ts';

export interface Factor {
  readonly factor: string;
  /** In [0, 1]. */
  readonly value: number;
}

export interface Candidate extends Link {
  readonly arithmetic: readonly Factor[];
  /** The call that made take effect what `from` set before: the effect is of `from` all the same. */
  readonly effectiveBy?: string;
}

/** Below it an explanation is not believed: as likely wrong as right. */
export const believable = 0.5;

/** Below it an explanation that lost is not worth a line among the alternatives. */
export const worthKeeping = 0.2;

/** Losers kept for each event. */
export const mostAlternatives = 5;

/** Factors with a name each; what multiplies by 1 stays, so that the arithmetic shows what was looked at. */
export function candidateOf(
  relation: Relation,
  from: string,
  to: string,
  factors: Readonly<Record<string, number>>,
  because: readonly string[],
): Candidate {
  const arithmetic = Object.entries(factors).map(([factor, value]) => ({ factor, value: rounded(clamped(value)) }));
  const product = arithmetic.reduce((all, { value }) => all * value, 1);
  const score = Math.round(product * 100) / 100;
  return { relation, from, to, score, because, arithmetic };
}

export const linkOf = ({ from, to, relation, score, because }: Candidate): Link => ({
  from,
  to,
  relation,
  score,
  because,
});

/** The best first; of equal ones the order of their ids, so that input order decides nothing. */
export function bestFirst(a: Candidate, b: Candidate): number {
  if (a.score !== b.score) return b.score - a.score;
  const [left, right] = [`${a.relation} ${a.from} ${a.to}`, `${b.relation} ${b.from} ${b.to}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What each step of linking gives: the links that hold, and the candidates that lost. */
export interface Found {
  readonly chosen: readonly Candidate[];
  readonly lost: readonly Candidate[];
}

/** The best candidate, where it is believable, and all others. */
export function choose(candidates: readonly Candidate[]): Found {
  const [best, ...others] = [...candidates].sort(bestFirst);
  if (!best || best.score < believable) return { chosen: [], lost: best ? [best, ...others] : [] };
  return { chosen: [best], lost: others };
}

export const joined = (found: readonly Found[]): Found => ({
  chosen: found.flatMap(({ chosen }) => chosen),
  lost: found.flatMap(({ lost }) => lost),
});

const clamped = (value: number) => Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), 1);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
