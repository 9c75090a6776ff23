/**
 * Services and calls that a filter was to name, and names but for a slip: where nothing was found, what may have been meant is
 * told. The catalog tells it: nothing is read for it, of files or of AWS.
 */
import type { Filters } from '../model/question.ts';
import { isSlip } from '../model/slip.ts';
import { plainEventName } from '../resources/event-name.ts';
import { services } from '../resources/index.ts';

const domain = /\.amazonaws\.com$/;

/** As flags to give in place of those that were given, in their order; empty where each names what is known, or nothing like it. */
export function nearFilters({ service, eventName }: Pick<Filters, 'service' | 'eventName'>): readonly string[] {
  const near = (flag: string, typed: readonly string[], known: readonly string[]) => {
    const names = [...new Set(known)].sort();
    return typed
      .filter((text) => !names.includes(text))
      .flatMap((text) => names.filter((name) => isSlip(text, name)).map((name) => `--${flag} ${name}`));
  };
  if (service.length + eventName.length === 0) return [];
  const sources = services.flatMap(({ eventSources }) => eventSources.map((source) => source.replace(domain, '')));
  const calls = eventName.length === 0 ? [] : services.flatMap((each) => Object.keys(each.calls()));
  const typed = service.map((name) => name.replace(domain, ''));
  return [...near('service', typed, sources), ...near('event-name', eventName.map(plainEventName), calls)];
}
