/** Traffic of a network interface as read from files, for the tests of what is reported about it. */
import { trafficEvents } from '../../../../src/analysis/impact/traffic.ts';
import type { TrafficEvidence } from '../../../../src/model/evidence.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import { matchInterests } from '../../../../src/model/interests.ts';
import type { Peer, Traffic } from '../../../../src/model/traffic.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const eni = 'eni-0123456789abcdef0';
export const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);
const window = { since: at('14:00:00'), until: at('15:00:00') };

export const peer = (address: string, parts: Partial<Peer> = {}): Peer => ({
  address,
  bytes: 1000,
  packets: 10,
  flows: 1,
  answerBytes: 0,
  first: at('14:11:20'),
  last: at('14:12:19'),
  ...parts,
});

let files = 0;
/** Each in a separate file, unless a locator is given. */
export const evidence = (parts: Partial<Traffic> = {}, locator = `logs/${++files}.log#1`): TrafficEvidence => ({
  type: 'traffic',
  traffic: {
    interfaceId: eni,
    instanceId: null,
    spellings: [eni],
    account,
    region,
    action: 'ACCEPT',
    protocol: 'tcp',
    port: 22,
    direction: 'ingress',
    peers: [peer('198.51.100.23')],
    before: { bytes: 0, flows: 0 },
    recordsFrom: at('14:11:20'),
    ...parts,
  },
  origin: { source: 'logs', backend: 'archive', account, region, ref: eni, locator },
});
/** Records of the interface before the window: from their time on it is known what came before. */
export const earlier = evidence({
  action: 'REJECT',
  port: 23,
  peers: [],
  before: { bytes: 40, flows: 1 },
  recordsFrom: at('13:00:00'),
});

const everything: Interests = { targets: [], neighbors: [] };
export const eventsOf = (traffic: readonly TrafficEvidence[], interests = everything) => {
  const match = matchInterests(interests);
  return trafficEvents({ traffic, window, matches: ({ spellings }) => match(spellings) });
};
export const summariesOf = (...traffic: readonly TrafficEvidence[]) => eventsOf(traffic).map(({ summary }) => summary);
