/** The headline if nothing was seen: what was looked for, and whether something may have been missed. */
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Coverage, Verdict } from '../model/report.ts';
import { earliest } from './window-cover.ts';

export function emptyHeadline(
  about: string,
  answer: Verdict['answer'],
  coverage: readonly Coverage[],
  window: AnsweredWindow | undefined,
  question: Question,
): string {
  const object = about === '' ? 'Nothing' : `Nothing about ${about}`;
  const span = window ? ` between ${minute(window.since)} and ${minute(window.until)} UTC` : '';
  const place = question.from.length > 0 ? ' in the files given' : '';
  if (answer === 'not-seen') return `${object} was found${place}${span}${leftOut(question, coverage)}.`;
  const reach = reachOf(coverage);
  if (!reach) {
    const absence = coverage.flatMap((entry) => entry.gaps).find(({ code }) => code === 'WINDOW_NOT_COVERED');
    if (absence) return `${object} was found: ${absence.message}.`;
    return `${object} was found, and there were no records that could tell${place}.`;
  }
  if (window && (window.until <= reach.since || window.since > reach.until)) {
    return (
      `The window asked for lies outside the files: they hold ${minute(reach.since)} to ${minute(reach.until)} UTC. ` +
      `Ask --since ${iso(reach.since)} --until ${iso(reach.until + 1000)}.`
    );
  }
  const gaps = coverage.flatMap((entry) =>
    entry.gaps.filter(({ blocking, code }) => blocking || code === 'DELIVERY_LAG'),
  );
  // calls may have been found that were to be reported later
  const interruption = gaps.find(({ code }) => code === 'INTERRUPTED');
  if (interruption) return `${object} can be told yet: ${interruption.message}.`;
  const why = gaps[0] ? `: ${gaps[0].message}` : '';
  return `${object} was found${place}${span}, but something may have been missed${why}.`;
}

/** What was not looked for: "nothing was found" says nothing about it. */
function leftOut({ command, targets, filters }: Question, coverage: readonly Coverage[]): string {
  const hasSeries = coverage.some(({ source, records }) => source === 'cloudwatch' && records > 0);
  if (command === 'impact' && targets.length === 0 && hasSeries)
    return '; only metrics of what was changed, and of alarms that went off, were examined: name a target to examine its own';
  if (command !== 'investigate' && command !== 'who') return '';
  const { reads, regions, accounts, ...lists } = filters;
  const given = Object.entries(lists).filter(([, values]) => values.length > 0);
  const only = [
    ...(reads === 'writes' ? ['--writes'] : []),
    ...(regions.length > 0 ? [`--region ${regions.join(' or ')}`] : []),
    ...(accounts.length > 0 ? [`--account ${accounts.join(' or ')}`] : []),
    ...given.map(([name, values]) => `--${flagOf(name)} ${values.join(' or ')}`),
  ];
  // an outcome, an event or an error that was asked for by name is also found among reads
  const isLifted = given.some(([name]) => name === 'outcome' || name === 'eventName' || name === 'errorCode');
  const parts = [
    ...(only.length > 0 ? [`only ${only.join(', ')} was asked for`] : []),
    ...(reads === 'routine' && !isLifted ? ['routine reads were not asked for (--reads)'] : []),
  ];
  return parts.length > 0 ? `; ${parts.join(', and ')}` : '';
}

const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function reachOf(coverage: readonly Coverage[]): AnsweredWindow | undefined {
  const spans = coverage.flatMap(({ since, until, records }) =>
    since !== null && until !== null
      ? [{ since: earliest({ first: Date.parse(since), records }), until: Date.parse(until) }]
      : [],
  );
  if (spans.length === 0) return undefined;
  return {
    since: spans.reduce((least, span) => Math.min(least, span.since), Infinity),
    until: spans.reduce((most, span) => Math.max(most, span.until), -Infinity),
  };
}

const minute = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
/** Without milliseconds, as one would type it. */
const iso = (time: number) => new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z');
