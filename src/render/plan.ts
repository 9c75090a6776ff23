/** What a question would ask, as lines for a terminal. */

import { groupedBy } from '../model/grouped-by.ts';
import { numberText, plural, sizeText } from '../model/number-text.ts';
import type { Plan, PlannedRequest } from '../model/plan.ts';
import { durationText } from '../model/time-text.ts';
import { createPalette, type Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext } from './renderer.ts';
import { hang, pad } from './width.ts';

/** How many lookups of a region are listed individually. */
const mostTold = 12;

export function* renderPlan(plan: Plan, { width, color }: Pick<RenderContext, 'width' | 'color'>): Generator<string> {
  const palette = createPalette(color);
  const lines = (text: string, prefix = '') => hang(prefix, printable(text), width);
  const { query, requests, files } = plan;
  yield* lines(`Plan of obs3 ${[query.command, ...query.targets].join(' ')}: nothing was asked`).map(palette.title);
  yield* lines(windowOf(plan)).map(palette.quiet);
  if (files) {
    yield '';
    yield* lines(`${plural(files.chosen, 'file')} would be opened (${sizeText(files.chosenBytes)})`, '  ');
    if (files.left > 0)
      yield* lines(
        `${plural(files.left, 'file')} would not: by their keys they hold nothing of it (${sizeText(files.leftBytes)})`,
        '  ',
      );
  }
  const accounts = new Set(requests.map(({ account }) => account));
  for (const source of plan.sources) {
    const own = requests.filter((each) => each.source === source.source);
    if (own.length === 0) continue;
    yield '';
    yield palette.title(`${source.source} (${source.backend})`);
    const reach = [
      `evidence arrives within ${durationText(source.lagSeconds * 1000)}`,
      source.lookbackDays === null ? 'kept as long as configured' : `kept for ${source.lookbackDays} days`,
      ...(source.isLagging ? ['the end of the window may not have arrived yet'] : []),
    ].join('; ');
    yield* lines(reach, '  ').map(palette.quiet);
    if (source.isBeyondLookback)
      yield* lines('the window begins before what is kept: its older part is not seen', '  ').map(palette.tone.caution);
    for (const account of accounts)
      yield* requestLines(
        own.filter((each) => each.account === account),
        accounts.size > 1,
        palette,
        width,
      );
  }
  yield '';
  for (const text of totalsOf(plan)) yield* lines(text);
  for (const note of plan.notes) yield* lines(note, '→ ').map(palette.quiet);
}

function* requestLines(
  requests: readonly PlannedRequest[],
  showsAccount: boolean,
  palette: Palette,
  width: number,
): Generator<string> {
  const first = requests.filter(({ round }) => round === 'first');
  const byPlace = groupedBy(first, ({ action, region }) => JSON.stringify([action, region]));
  // equal requests to several regions are listed once
  const rows = groupedBy([...byPlace.values()], (group) =>
    JSON.stringify([group[0]?.action, group.map(({ of, least, most, why }) => [of, least, most, why])]),
  );
  const actionWidth = Math.max(0, ...first.map(({ action }) => action.length));
  const places = [...rows.values()].map((groups) => placesOf(groups.flatMap(([one]) => one?.region ?? [])));
  const placeWidth = Math.max(0, ...places.map((place) => place.length));
  if (showsAccount && requests[0]) yield `  ${requests[0].account ?? 'your account'}`;
  for (const [index, groups] of [...rows.values()].entries()) {
    const [group = []] = groups;
    const [one] = group;
    if (!one) continue;
    const where = pad(places[index] ?? '', placeWidth);
    const prefix = `  ${pad(one.action, actionWidth)}  ${where}  ${countOf(group).padStart(4)}  `;
    yield* hang(prefix, printable(whyOf(group)), width);
    const told = group.filter(({ of }) => of !== null).slice(0, mostTold);
    for (const { of, most } of told) {
      const bound = most === null || most === 1 ? '' : ` (up to ${most} pages)`;
      yield* hang('      ', printable(`${of}${bound}`), width).map(palette.quiet);
    }
    if (group.length > mostTold) yield palette.quiet(`      and ${numberText(group.length - mostTold)} more`);
  }
  const later = groupedBy(
    requests.filter(({ round }) => round === 'later'),
    ({ action }) => action,
  );
  if (later.size === 0) return;
  const alike = groupedBy([...later], ([, group]) => placesOf(group.map(({ region }) => region)));
  for (const [place, actions] of alike) {
    const names = actions.map(([action]) => action).join(', ');
    yield* hang(`  later, in ${place}, where the answers lead: `, names, width).map(palette.quiet);
  }
}

const placesOf = (regions: readonly string[]): string => {
  const names = [...new Set(regions)];
  return names.length > 2 ? `${names.length} regions` : names.join(', ');
};

/** `12`, `12+` if there may be more pages, `12-400`. */
function countOf(group: readonly PlannedRequest[]): string {
  const least = group.reduce((sum, each) => sum + each.least, 0);
  const most = group.some((each) => each.most === null) ? null : group.reduce((sum, each) => sum + (each.most ?? 0), 0);
  return most === null ? `${least}+` : most > least ? `${least}-${most}` : `${least}`;
}

const whyOf = (group: readonly PlannedRequest[]) => [...new Set(group.map(({ why }) => why))].join('; ');

function windowOf({ query }: Plan): string {
  const { since, until } = query.window;
  const place = query.from.length > 0 ? query.from.join(', ') : placesOf(query.regions);
  return `from ${since ?? 'the first record'} to ${until ?? 'the last record'} in ${place}`;
}

function totalsOf({ requests, seconds, cost }: Plan): readonly string[] {
  if (!seconds || !cost) return [];
  const paid = paidOf(cost);
  const count = requests.filter(({ round }) => round === 'first').reduce((sum, { least }) => sum + least, 0);
  return [
    `At least ${plural(count, 'request')} in ${secondsOf(seconds.least)} at AWS's limits. Each is a page; where there are more (+), a page of lookups takes ${seconds.perLookupPage} s in its region.`,
    paid.length === 0 ? 'Nothing of it is paid for.' : `Paid for: ${paid.join('; ')}. All else is free.`,
  ];
}

function paidOf({ metrics, logQueries }: NonNullable<Plan['cost']>): readonly string[] {
  const found = metrics.most === null ? ' and what is found of the target' : '';
  const queries =
    logQueries.most === null ? 'log queries' : `up to ${plural(logQueries.most, 'log query', 'log queries')}`;
  return [
    ...(metrics.least > 0 || metrics.most === null
      ? [
          `${metrics.least === 0 ? 'the metrics that are found of the target' : `${plural(metrics.least, 'metric')}${found}`}, requested of CloudWatch`,
        ]
      : []),
    ...(logQueries.most === 0 ? [] : [`the bytes that ${queries} scan, known when they are run`]),
  ];
}

const secondsOf = (seconds: number) => (seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`);
