/** A possible explanation of an event: which other one explains it, how well, and why. Its score is the product of its factors. */
import type { Link, Relation } from '../../model/report.ts';

export interface Factor {
  readonly factor: string;
  /** In [0, 1]. */
  readonly value: number;
}

export interface Candidate extends Link {
  readonly arithmetic: readonly Factor[];
  /** The call that made the change in `from` take effect. The effect is still attributed to `from`. */
  readonly effectiveBy?: string;
}

/** Below this an explanation is not believed: it is as likely wrong as right. */
export const believable = 0.5;

/** Below this a losing explanation is not worth listing among the alternatives. */
export const worthKeeping = 0.2;

/** Losers kept for each event. */
export const mostAlternatives = 5;

/** Factors by name. A factor of 1 stays in the list, so that the arithmetic shows everything that was considered. */
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

/** Best first; ties are broken by id, so that input order decides nothing. */
export function bestFirst(a: Candidate, b: Candidate): number {
  if (a.score !== b.score) return b.score - a.score;
  const [left, right] = [`${a.relation} ${a.from} ${a.to}`, `${b.relation} ${b.from} ${b.to}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The result of each linking step: the links that hold, and the candidates that lost. */
export interface Found {
  readonly chosen: readonly Candidate[];
  readonly lost: readonly Candidate[];
}

/** The best candidate, if it is believable, and all others. */
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
