/** The progress of each source on one line: state, pages, what was found, and whether a rate limit holds it up. */
import type { AwsSession } from '../aws/session.ts';
import { plural } from '../model/number-text.ts';
import type { LiveProgress } from '../sources/source.ts';

/** The service whose rate limit a source waits for, if its name differs. */
const services: Readonly<Record<string, readonly string[]>> = { config: ['config', 'ec2'] };

/** Takes the progress of sources and returns the current line. */
export function createLiveProgress(sessions: readonly Pick<AwsSession, 'counts'>[]): (told: LiveProgress) => string {
  const sources = new Map<string, Map<string, LiveProgress>>();
  return (told) => {
    const places = sources.get(told.source) ?? new Map<string, LiveProgress>();
    sources.set(told.source, places);
    // the latest report of a place replaces the earlier ones
    const place = `${told.account ?? ''} ${told.region}`;
    places.delete(place);
    places.set(place, told);
    return [...sources]
      .map(([source, each]) => `${source} ${stateOf([...each.values()])}${waitOf(source, sessions)}`)
      .join(' · ');
  };
}

function stateOf(places: readonly LiveProgress[]): string {
  const last = places.at(-1);
  if (!last) return '';
  const regions = new Set(places.map(({ region }) => region)).size;
  const accounts = new Set(places.map(({ account }) => account)).size;
  if (places.length === 1) return `${last.region}: ${last.state}`;
  const where = `${accounts > 1 ? `${accounts} accounts, ` : ''}${plural(regions, 'region')}`;
  if (last.pages === undefined) return `${where}: ${last.state}`;
  const pages = places.reduce((sum, each) => sum + (each.pages ?? 0), 0);
  const ahead = places.map((each) => each.ahead).findLast((text) => text !== undefined);
  return `${where}: ${plural(pages, 'page')}${last.found === undefined ? '' : `, ${last.found}`}${ahead ?? ''}`;
}

function waitOf(source: string, sessions: readonly Pick<AwsSession, 'counts'>[]): string {
  const names = services[source] ?? [source];
  let [waiting, throttled] = [0, 0];
  for (const { counts } of sessions) {
    for (const [key, count] of counts) {
      if (!names.some((name) => key.startsWith(`${name}:`))) continue;
      waiting += count.waiting ?? 0;
      throttled += count.throttled;
    }
  }
  const parts = [
    ...(waiting > 0 ? [`${plural(waiting, 'request')} waiting for the rate limit`] : []),
    ...(throttled > 0 ? [`throttled ${plural(throttled, 'time')}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
