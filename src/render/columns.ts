/** The width of each column of the timeline: what its text needs, as far as the terminal has room. */
import type { PrincipalText } from './principal-text.ts';
import type { RowText } from './row-text.ts';
import { displayWidth } from './width.ts';

export interface Columns {
  readonly time: number;
  readonly lane: number;
  readonly sign: number;
  readonly sentence: number;
  /** 0: no column. */
  readonly principal: number;
  /** How a principal is laid out: on one line, with the name above the rest, or below the sentence. */
  readonly principalAs: 'line' | 'block' | 'below';
  /** 0 unless there are at least two. */
  readonly account: number;
  readonly region: number;
  /** Next to each other, or the region below the account. */
  readonly placeAs: 'line' | 'block';
}

const timeWidth = 8;
const signWidth = 1;
/** With a longer line, the eye loses its way to the next one. */
const widestSentence = 100;
const widestPrincipal = 72;
/** Below this width, a principal goes below its sentence instead of next to it. */
const narrowestSentence = 30;
const widestPlace = 16;
/** Room for a word, even if every text is empty. */
const leastText = 8;
/** If sentence and principal have less, account and region share a column. */
const comfortable = 60;
/** If there is more, a principal is on one line, with its name cut if necessary. */
const spacious = 110;
const principalShare = 0.4;
const between = 2;

const widest = (texts: Iterable<string>, most: number): number => {
  let width = 0;
  for (const text of texts) width = Math.max(width, Math.min(most, displayWidth(text)));
  return width;
};

function placeWidth(places: readonly string[]): number {
  const named = new Set(places.filter((place) => place !== ''));
  return named.size > 1 ? widest(named, widestPlace) : 0;
}

const sentencesOf = (rows: readonly RowText[]): string[] => rows.map((row) => row.sentence);

/** A principal as a single text. */
export const oneLine = ({ name, means }: PrincipalText): string => [name, ...means].join(' · ');

/** `gutter`: the width of the bars before the lanes. */
export function fitColumns(rows: readonly RowText[], width: number, gutter = 0): Columns {
  const lane = widest(new Set(rows.map((row) => row.lane)), width) + (gutter > 0 ? gutter + 1 : 0);
  const account = placeWidth(rows.map((row) => row.account));
  const region = placeWidth(rows.map((row) => row.region));
  // only one space between a sign and its sentence
  const whole = width - timeWidth - between - lane - between - signWidth - 1;
  const beside = [account, region].filter((place) => place > 0).reduce((sum, place) => sum + between + place, 0);
  const placeAs = account > 0 && region > 0 && whole - beside < comfortable ? 'block' : 'line';
  const room = whole - (placeAs === 'block' ? between + Math.max(account, region) : beside);
  return { time: timeWidth, lane, sign: signWidth, account, region, placeAs, ...fitSentence(rows, room) };
}

/** Sentence and principal share what the other columns leave. */
function fitSentence(rows: readonly RowText[], room: number): Pick<Columns, 'sentence' | 'principal' | 'principalAs'> {
  const principals = rows.flatMap((row) => row.principal ?? []);
  const calls = rows.filter((row) => row.principal !== undefined);
  const others = rows.filter((row) => row.principal === undefined);
  const called = Math.max(leastText, widest(sentencesOf(calls), widestSentence));
  const told = Math.max(called, widest(sentencesOf(others), widestSentence));
  if (principals.length === 0) return { sentence: Math.min(room, told), principal: 0, principalAs: 'line' };

  const onLine = Math.max(leastText, widest(principals.map(oneLine), widestPrincipal));
  if (called + between + onLine <= room) return { sentence: called, principal: onLine, principalAs: 'line' };
  if (room >= spacious) {
    const principal = Math.min(onLine, Math.floor(room * principalShare));
    return { sentence: Math.min(room - between - principal, called), principal, principalAs: 'line' };
  }
  const lines = principals.flatMap(({ name, means }) => [name, means.join(' · ')]);
  const principal = Math.max(leastText, widest(lines, Math.floor(room * principalShare)));
  const left = room - between - principal;
  if (left >= narrowestSentence) return { sentence: Math.min(left, called), principal, principalAs: 'block' };
  return { sentence: Math.min(room, Math.max(told, onLine)), principal: 0, principalAs: 'below' };
}
