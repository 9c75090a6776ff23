/**
 * Firewall rules and routes that were added or removed, in words. Told from both states, since an item may hold a rule in
 * several forms.
 */
import { type JsonObject, objectAt } from '../../model/json.ts';
import { portsInWords } from '../../resources/ip-permissions.ts';
import { enumerate, flag, objects, text, texts } from '../../resources/read.ts';
import { routeDestinations, routeTargets } from '../../resources/routes.ts';
import { addedSign, type Phrase, removedSign } from './phrase.ts';
import type { States } from './states.ts';

/** A rule in words -> the peers that it is open to. */
type Rules = ReadonlyMap<string, ReadonlySet<string>>;

const configurationOf = (state: JsonObject | null) => objectAt(state ?? {}, 'configuration');

const isEverywhere = (peer: string) => peer === '0.0.0.0/0' || peer === '::/0';

/** What `now` has and `old` has not: peers -> ports. */
function gained(old: Rules, now: Rules): ReadonlyMap<string, readonly string[]> {
  const byPeers = new Map<string, string[]>();
  for (const [ports, peers] of now) {
    const more = [...peers]
      .filter((peer) => !old.get(ports)?.has(peer))
      .sort((a, b) => Number(isEverywhere(b)) - Number(isEverywhere(a)));
    if (more.length === 0) continue;
    const words = enumerate(more);
    byPeers.set(words, [...(byPeers.get(words) ?? []), ports]);
  }
  return byPeers;
}

/** "ingress + tcp/22 from 0.0.0.0/0" */
export function permissionPhrases({ before, after }: States, direction: 'ingress' | 'egress'): readonly Phrase[] {
  const [old, now] = [permissionsOf(before, direction), permissionsOf(after, direction)];
  const told = (sign: string, rules: ReadonlyMap<string, readonly string[]>) =>
    [...rules].map(
      ([peers, ports]): Phrase => ({
        words: `${direction} ${sign} ${enumerate(ports)} ${direction === 'ingress' ? 'from' : 'to'} ${peers}`,
      }),
    );
  return [...told(addedSign, gained(old, now)), ...told(removedSign, gained(now, old))];
}

/** Config lists IPv4 ranges twice: as text, and as objects with their descriptions. */
function permissionsOf(state: JsonObject | null, direction: 'ingress' | 'egress'): Rules {
  const rules = new Map<string, Set<string>>();
  const path = direction === 'ingress' ? 'ipPermissions' : 'ipPermissionsEgress';
  for (const permission of objects(configurationOf(state), path)) {
    const ports = portsInWords(
      text(permission, 'ipProtocol'),
      text(permission, 'fromPort'),
      text(permission, 'toPort'),
    );
    const peers = rules.get(ports) ?? new Set();
    rules.set(ports, peers);
    for (const peer of [
      ...texts(permission, 'ipRanges', 'cidrIp'),
      ...texts(permission, 'ipv4Ranges', 'cidrIp'),
      ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
      ...texts(permission, 'prefixListIds', 'prefixListId'),
      ...texts(permission, 'userIdGroupPairs', 'groupId', 'groupName'),
    ])
      peers.add(peer);
  }
  return rules;
}

/** Entries of a network ACL: "ingress + allow tcp/22 from 0.0.0.0/0 (rule 100)" */
export function entryPhrases({ before, after }: States): readonly Phrase[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const told = (sign: string, entries: readonly Entry[], others: readonly Entry[]) =>
    entries
      .filter(({ rule }) => !others.some((other) => other.rule === rule))
      .map(({ direction, rule }): Phrase => ({ words: `${direction} ${sign} ${rule}` }));
  return [...told(addedSign, now, old), ...told(removedSign, old, now)];
}

interface Entry {
  readonly direction: string;
  readonly rule: string;
}

const entriesOf = (state: JsonObject | null): readonly Entry[] =>
  objects(configurationOf(state), 'entries').map((entry) => {
    const isEgress = flag(entry, 'egress') === true;
    const from = text(entry, 'portRange.from', 'icmpTypeCode.type');
    const ports = portsInWords(text(entry, 'protocol'), from, text(entry, 'portRange.to', 'icmpTypeCode.code'));
    const peer = text(entry, 'cidrBlock', 'ipv6CidrBlock') ?? '?';
    const rule = `${text(entry, 'ruleAction') ?? '?'} ${ports} ${isEgress ? 'to' : 'from'} ${peer} (rule ${text(entry, 'ruleNumber') ?? '?'})`;
    return { direction: isEgress ? 'egress' : 'ingress', rule };
  });

/** "route + 0.0.0.0/0 to igw-1", "route 0.0.0.0/0 igw-1 → nat-1" */
export function routePhrases({ before, after }: States): readonly Phrase[] {
  const [old, now] = [routesOf(before), routesOf(after)];
  return [
    ...[...now].flatMap(([destination, target]): readonly Phrase[] => {
      const known = old.get(destination);
      if (known === target) return [];
      if (known === undefined) return [{ words: `route ${addedSign} ${destination} to ${target}` }];
      return [{ words: `route ${destination} ${known} → ${target}` }];
    }),
    ...[...old]
      .filter(([destination]) => !now.has(destination))
      .map(([destination, target]): Phrase => ({ words: `route ${removedSign} ${destination} to ${target}` })),
  ];
}

const routesOf = (state: JsonObject | null): ReadonlyMap<string, string> =>
  new Map(
    objects(configurationOf(state), 'routes').map((route) => [
      text(route, ...routeDestinations) ?? '?',
      text(route, ...routeTargets) ?? '?',
    ]),
  );
