/**
 * What must not matter to a chain: the layout of files, the order of evidence, the spelling of a target, what happens
 * elsewhere.
 */
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { scenarios } from '../fixtures/scenarios/index.ts';
import type { Scenario } from '../fixtures/scenarios/scenario.ts';
import { expectChains, fromApis, fromArchive, nameOf, told } from './scenario-reports.ts';

const named = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`there is no scenario ${name}`);
  return found;
};
const each = scenarios.map((scenario, index) => ({ name: scenario.name, scenario, index }));
/** 1: each case in one different layout and one different order; more: in every layout, and in that many orders. */
const factor = Number(process.env['OBS3_SEEDS'] ?? 1);
type Files = ReadonlyMap<string, string>;

/** Every file a second time, inflated, in a different folder. */
const deliveredTwice = (files: Files): Files =>
  new Map([...files].flatMap(([path, text]) => [[path, text] as const, [`copy/${path.replace(/\.gz$/, '')}`, text]]));

/** In the layout of an organization's trail and a central bucket. */
const ofOrganization = (files: Files): Files =>
  new Map([...files].map(([path, text]) => [path.replace(/^AWSLogs\//, 'logs/AWSLogs/o-a1b2c3d4e5/'), text]));

/** All trail records in one file, newest first, in the form that the CLI prints or as a bare list. */
function inOneFile(files: Files): Files {
  const isTrail = (path: string) => path.includes('/CloudTrail/');
  const records = [...files].flatMap(([path, text]) => (isTrail(path) ? JSON.parse(text).Records : []));
  records.sort((a, b) => (a.eventTime < b.eventTime ? 1 : -1));
  return new Map([...[...files].filter(([path]) => !isTrail(path)), ['export.json', JSON.stringify(records)]]);
}

/** Only the evidence: where it is differs. */
const told1 = (report: Report) => ({
  chains: report.chains,
  headline: report.verdict.headline,
  ids: report.timeline.map(({ id }) => id),
});

const arrangements = [
  ['delivered twice', deliveredTwice],
  ['below an organization', ofOrganization],
  ['in one file, newest first', inOneFile],
] as const;

describe.each(each)('$name', ({ scenario, index }) => {
  test.each(arrangements.filter((_, n) => factor > 1 || n === index % arrangements.length))(
    '%s',
    async (_, arrange) => {
      expectChains(await fromArchive(scenario, { files: arrange(scenario.files) }), scenario);
    },
  );

  test('in any order', async () => {
    const plain = told1(await fromArchive(scenario));
    for (let seed = 1; seed <= factor; seed++) expect(told1(await fromArchive(scenario, { seed }))).toEqual(plain);
  });

  test('beside what happened to others', async () => {
    const others = scenarios.filter(
      ({ name, targets }) => name !== scenario.name && !shares(targets, scenario.targets),
    );
    const beside = others.filter(({ since }) => since.slice(0, 10) === scenario.since.slice(0, 10));
    const more = beside
      .filter(({ files }) => ![...namesIn(files)].some((one) => namesIn(scenario.files).has(one)))
      .slice(0, 4);
    const files = new Map(scenario.files);
    for (const { name, files: own } of more) for (const [path, text] of own) files.set(`${name}/${path}`, text);
    expect(more.length).toBeGreaterThan(1);
    const [alone, crowded] = [await fromArchive(scenario), await fromArchive(scenario, { files })];
    const links = crowded.chains.flatMap((chain) => chain.links);
    for (const { root, links: own, exposure } of alone.chains) {
      expect(links).toEqual(expect.arrayContaining([...own]));
      const same = crowded.chains.find((chain) => chain.root === root);
      expect(same?.links).toEqual(own);
      expect(same?.exposure).toEqual(exposure);
    }
    if (scenario.targets.length > 0) expect(told(crowded, scenario)).toEqual(told(alone, scenario));
  });
});

const shares = (one: readonly string[], other: readonly string[]) => one.some((text) => other.includes(text));

/** Functions have short names that several cases use. */
const namesIn = (files: Files): ReadonlySet<string> =>
  new Set([...files.values()].flatMap((text) => text.match(/"(?:orders-api|mail-sender|orders)"/g) ?? []));

const spellings: readonly (readonly [string, readonly string[]])[] = [
  [
    'rolled-back',
    [
      'orders-api',
      'arn:aws:lambda:us-east-1:111122223333:function:orders-api',
      'arn:aws:lambda:us-east-1:111122223333:function:orders-api:$LATEST',
    ],
  ],
  ['policy-put-back', ['amzn-s3-demo-reports', 'arn:aws:s3:::amzn-s3-demo-reports']],
  ['opened-database', ['orders', 'arn:aws:rds:us-east-1:111122223333:db:orders']],
  ['three-roles', ['amzn-s3-demo-ledger', 'arn:aws:s3:::amzn-s3-demo-ledger']],
];

describe.each(spellings)('%s', (name, targets) => {
  const scenario = named(name);
  const [first = ''] = targets;
  test.each(targets.slice(1))(`%s is ${first}`, async (target) => {
    const rest = scenario.targets.slice(1);
    const [one, other] = [
      await fromArchive(scenario, { targets: [first, ...rest] }),
      await fromArchive(scenario, { targets: [target, ...rest] }),
    ];
    expect(one.chains.length).toBeGreaterThan(0);
    expect(other.chains).toEqual(one.chains);
    expect(other.timeline.map(({ id }) => id)).toEqual(one.timeline.map(({ id }) => id));
  });
});

const without = ({ files }: Scenario, folder: RegExp): Files =>
  new Map([...files].filter(([path]) => !folder.test(path)));

test('without Config the calls tell what they changed', async () => {
  const scenario = named('tag-beside-change');
  const { answer, chains, unlinked } = told(
    await fromArchive(scenario, { files: without(scenario, /\/Config\//) }),
    scenario,
  );
  expect({ answer, chains, unlinked }).toEqual({
    answer: 'seen',
    chains: [
      { root: 'open', links: ['open changed inferred open'], exposure: null },
      { root: 'tag', links: ['tag changed inferred tag'], exposure: null },
    ],
    unlinked: ['attempt'],
  });
});

test('without CloudTrail the states tell that there was a change, and nobody is named', async () => {
  const scenario = named('policy-put-back');
  const report = await fromArchive(scenario, { files: without(scenario, /\/CloudTrail\//) });
  const name = 'amzn-s3-demo-reports';
  const rule = 's3-bucket-public-read-prohibited';
  const { chains, unlinked } = told(report, scenario);
  expect(chains.map(({ root, links }) => ({ root, links }))).toEqual([
    { root: `${name}@13:02:00`, links: [`${name}@13:02:00 flipped ${rule}=NON_COMPLIANT@13:04:00`] },
    { root: `${name}@14:02:10`, links: [`${name}@14:02:10 flipped ${rule}=COMPLIANT@14:05:00`] },
  ]);
  expect(unlinked).toEqual([`${name}@13:22:00`]);
  expect(report.chains[0]?.summary).toContain('by a call that is not known');
  expect(report.chains[0]?.exposure).toMatchObject({
    open: false,
    seconds: 3660,
    fixedBy: null,
    secondsByChange: null,
  });
  expect(report.verdict.who).toEqual([]);
});

describe('a window in which nothing was named', () => {
  const scenario = named('two-incidents');

  test.each([
    ['of files', () => fromArchive(scenario)],
    ['over the APIs', () => fromApis(scenario)],
  ] as const)('is told as what people did, worst first: %s', async (_, ask) => {
    const { changeSets = [], timeline, chains } = await ask();
    const byId = new Map(timeline.map((event) => [event.id, event]));
    const names = (ids: readonly string[]) => ids.map((id) => nameOf(byId.get(id) as never, scenario));
    const rootOf = (id: string) => names(chains.filter((chain) => chain.id === id).map(({ root }) => root))[0];
    const sets = changeSets.map(({ principal, events, broke, repaired, chains: own }) => ({
      principal,
      events: names(events),
      broke: names(broke),
      repaired: names(repaired),
      chains: own.map(rootOf),
    }));
    const [noSsh, unknownPort] = ['restricted-ssh=NON_COMPLIANT@14:07:10', 'jobs-ports-known=NON_COMPLIANT@13:05:00'];
    expect(sets).toEqual([
      { principal: 'alice@example.com', events: ['open'], broke: [noSsh], repaired: [], chains: ['open'] },
      { principal: 'dana', events: ['jobs-port'], broke: [unknownPort], repaired: [], chains: ['jobs-port'] },
      { principal: 'bob@example.com', events: ['close'], broke: [], repaired: [noSsh], chains: ['open'] },
      { principal: 'dana', events: ['tag'], broke: [], repaired: [], chains: ['tag'] },
    ]);
  });

  test('is answered by the calls alone where Config may not be asked, and says so', async () => {
    const { chains, coverage } = await fromApis(scenario, ['config:GetResourceConfigHistory']);
    expect(chains.map(({ exposure }) => exposure)).toEqual([null, null, null]);
    expect(chains[0]?.links.map(({ relation }) => relation)).toEqual(['changed', 'changed', 'reverted']);
    const gaps = coverage.flatMap(({ gaps: own }) => own).filter(({ code }) => code === 'ACCESS_DENIED');
    expect(gaps.map(({ message }) => message)).toEqual([expect.stringContaining('config:GetResourceConfigHistory')]);
  });
});
