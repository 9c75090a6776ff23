/** What every source promises, tested over the registry: a new source is covered automatically. */
import { describe, expect, test } from 'vitest';
import { readied } from '../../src/archive/late-scanner.ts';
import type { Collector, Place, RecordScanner } from '../../src/archive/scanner.ts';
import type { EventKind, Origin } from '../../src/model/event.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { type Backend, isArchiveBackend, type Source, type SourceRequest } from '../../src/sources/source.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, deep, group, region, shapes, spoiled } from './source-records.ts';

const everything: SourceRequest = {
  kind: 'evidence',
  question: questionOf(),
  interests: { targets: [], neighbors: [] },
};
const aboutTargets = (...texts: readonly string[]): SourceRequest => {
  const question = questionOf({ targets: texts.map((text) => planTarget(text)) });
  return { kind: 'evidence', question, interests: firstInterests(question) };
};
const requests: readonly SourceRequest[] = [
  everything,
  aboutTargets(group, 'i-0f1e2d3c4b5a69788', 'eni-0a1b2c3d4e5f60718', 'cpu'),
  { kind: 'follow', question: questionOf(), interests: { targets: [group], neighbors: ['i-0f1e2d3c4b5a69788'] } },
  { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] },
];

class Notes implements Collector {
  readonly found: Evidence[] = [];
  readonly reasons: string[] = [];
  readonly kinds: string[] = [];
  records = 0;

  evidence(item: Evidence): void {
    this.found.push(item);
  }

  seen(): void {
    this.records++;
  }

  skipped(kind: string): void {
    this.kinds.push(kind);
  }

  damaged(reason: string): void {
    this.reasons.push(reason);
  }
}

const place: Place = { file: 'logs/a.json', locator: 'logs/a.json#1', carriers: [] };
async function scannersOf({ backends }: Source, request: SourceRequest): Promise<readonly RecordScanner[]> {
  const scanners = backends.filter(isArchiveBackend).flatMap((backend) => backend.createScanners(request));
  await readied(scanners);
  return scanners;
}
/** Scanners that are asked about their own records first; the others are asked only if none of these recognizes a record. */
const firstAsked = async (source: Source, request: SourceRequest) =>
  (await scannersOf(source, request)).filter(({ lastResort }) => !lastResort);

const ids: Readonly<Record<EventKind, RegExp>> = {
  'api-call': /^cloudtrail:([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|.*~[0-9a-f]{8})$/i,
  insight: /^insight:.+\/(Start|End|unknown)$/,
  'config-change': /^(config:[^/]*\/[^/]*\/[^/]+\/.+\/.+|inferred:.+)$/,
  compliance: /^compliance:[^/]+\/.*\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  alarm: /^alarm:[^/]*\/[^/]*\/.+\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  metric: /^metric:.+\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  flow: /^flow:[^/]+\/[^/]+\/[^/]+\/.+$/,
  log: /^log:.+\/[0-9a-f]{8}$/,
  finding: /^finding:.+$/,
};

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What every piece of evidence promises, whatever its type. */
function expectEvidence(item: Evidence, source: string): void {
  if (item.type === 'event') {
    const { event } = item;
    expect(event.id).toMatch(ids[event.kind]);
    expect(event.time).toMatch(isoTime);
    if (event.endTime !== undefined) expect(event.endTime >= event.time).toBe(true);
    expect(event.summary).toMatch(/^\S.*/);
    expect(event.chain).toBeNull();
    expect(item.digest).toMatch(/^[0-9a-f]{64}$/);
    // plain data: whatever JSON cannot express would be lost on the way
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  }
  const origin: Origin | undefined =
    item.type === 'event' ? item.event.origin : 'origin' in item ? item.origin : undefined;
  if (!origin) return;
  expect(origin).toMatchObject({ source, backend: 'archive' });
  expect(origin.locator).toMatch(/^logs\/a\.json#1/);
  for (const name of ['account', 'region', 'ref'] as const)
    expect(origin[name] === null || origin[name] !== '').toBe(true);
}

describe('the registry', () => {
  test('names each source once', () => {
    const names = sources.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('cloudtrail');
  });

  test('has no source whose a value without members is, whatever carries it: no such value is offered', async () => {
    const carriers = shapes.map(({ value }) => value);
    const takers: string[] = [];
    for (const source of sources)
      for (const request of requests)
        for (const scanner of await scannersOf(source, request))
          for (const carrier of [undefined, ...carriers]) {
            const at = { ...place, file: 'logs/cpu.query.json', carriers: carrier ? [carrier] : [] };
            if (scanner.record({}, at, new Notes())) takers.push(source.name);
          }
    expect(takers).toEqual([]);
  });

  test('has the owners of the shapes that these tests know', () => {
    const names: readonly string[] = sources.map(({ name }) => name);
    const owned = new Set(shapes.flatMap(({ owner }) => owner ?? []));
    expect(names.filter((name) => !owned.has(name))).toEqual([]);
  });
});

describe.each<Source>([...sources])('source $name', (source) => {
  test('is named as it is written everywhere', () => {
    expect(source.name).toMatch(/^[a-z][a-z-]*$/);
    expect(source.backends.length).toBeGreaterThan(0);
  });

  test('has each backend once', () => {
    const names = source.backends.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  describe.each<Backend>([...source.backends])('backend $name', (backend) => {
    test('declares its reach', () => {
      const { lagSeconds, lookbackDays, actions } = backend.reach;
      expect(lagSeconds).toBeGreaterThan(0);
      expect(lagSeconds).toBeLessThan(2 * 86_400);
      expect(lookbackDays === null || lookbackDays > 0).toBe(true);
      expect(Array.isArray(actions)).toBe(true);
      for (const action of actions)
        expect(action).toMatch(
          /^[a-z0-9-]+:(Describe|Get|List|Lookup|Select|BatchGet|Filter|Search|Head|StartQuery|StopQuery)/,
        );
    });
  });

  describe.each([...source.backends].filter(isArchiveBackend))('archive', (backend) => {
    test.each([
      '',
      '-',
      '/',
      'a.json',
      '\u0000',
      'AWSLogs',
      `AWSLogs/${account}/CloudTrail/${region}/2026/03/03/a.json`,
      `AWSLogs/${account}/Config/${region}/2026/3/3/ConfigHistory/a.json.gz`,
      `AWSLogs/${account}/vpcflowlogs/${region}/2026/03/03/a.log.gz`,
      `AWSLogs/${account}/x/${region}/9999/99/99/a.json`,
      '/'.repeat(5000),
      'AWSLogs/'.repeat(1000),
    ])('takes from the path %j what it tells, or nothing', (path) => {
      const key = backend.parseKey(path);
      if (key === undefined) return;
      expect(key).toMatchObject({ source: source.name, account: expect.stringMatching(/^\d{12}$/) });
      expect(key.since).toBeLessThan(key.until);
    });

    test('has scanners that say what they look for', () => {
      for (const request of requests) {
        for (const scanner of backend.createScanners(request)) {
          expect(scanner.source).toBe(source.name);
          for (const key of [...scanner.listKeys, ...scanner.openings]) expect(key).toMatch(/^\w+$/);
        }
      }
    });
  });

  test('sees everything there is without a target', async () => {
    expect((await firstAsked(source, everything)).length).toBeGreaterThan(0);
  });

  test.each(shapes)('claims $name if it is its own', async ({ owner, value, aside }) => {
    for (const scanner of await firstAsked(source, everything)) {
      const notes = new Notes();
      const claimed = scanner.record(value, place, notes);
      if (owner !== source.name) expect({ claimed, notes }).toEqual({ claimed: false, notes: new Notes() });
      else {
        expect(claimed).toBe(true);
        // what is added up over a file is handed on at its end
        scanner.end?.(notes);
        expect(notes.reasons).toEqual([]);
        expect(notes.records > 0).toBe(aside !== true);
        expect(notes.kinds.length > 0).toBe(aside === true);
      }
    }
  });

  test('yields evidence of what is asked about, in the form that all evidence has', async () => {
    const found: Evidence[] = [];
    for (const request of requests) {
      for (const scanner of await scannersOf(source, request)) {
        const notes = new Notes();
        for (const { value } of shapes) scanner.record(structuredClone(value), place, notes);
        scanner.end?.(notes);
        found.push(...notes.found);
      }
    }
    expect(found.length).toBeGreaterThan(0);
    for (const item of found) expectEvidence(item, source.name);
  });

  test('leaves the records that it reads as they are: others may be asked next', async () => {
    for (const request of requests) {
      for (const scanner of await scannersOf(source, request)) {
        for (const { value } of shapes) {
          const copy = structuredClone(value);
          scanner.record(copy, place, new Notes());
          expect(copy).toEqual(value);
        }
      }
    }
  });

  test('reads records of any shape', async () => {
    for (const request of requests) {
      for (const scanner of await scannersOf(source, request)) {
        const notes = new Notes();
        for (const value of spoiled()) scanner.record(value, place, notes);
        scanner.end?.(notes);
        for (const item of notes.found) expectEvidence(item, source.name);
        for (const reason of notes.reasons) expect(reason).toMatch(/^\S.*[^.]$/);
      }
    }
  });

  describe('normalize', () => {
    const where = { backend: 'archive', locator: 'logs/a.json#1' };

    test.each<[string, unknown]>([
      ['nothing', undefined],
      ['null', null],
      ['true', true],
      ['a number', 7],
      ['no number', Number.NaN],
      ['a big integer', 7n],
      ['text', 'text'],
      ['JSON text', '{}'],
      ['a symbol', Symbol('x')],
      ['a function', () => 7],
      ['a list', []],
      ['a list of lists', [[[]]]],
      ['an object', {}],
      ['an object without prototype', Object.create(null)],
      ['something deeply nested', deep(100_000)],
      ['a date', new Date(0)],
      ['bytes', Buffer.from('x')],
    ])('gives a reason for %s', async (_, raw) => {
      const normalize = await source.loadNormalize();
      expect(normalize(raw, where)).toEqual({ reason: expect.stringMatching(/^\S.*[^.]$/) });
    });

    test.each(shapes.filter(({ owner }) => owner !== source.name))('gives a reason for $name', async ({ value }) => {
      const normalize = await source.loadNormalize();
      expect(normalize(value, where)).toEqual({ reason: expect.stringMatching(/^\S.*[^.]$/) });
    });

    test('gives an evidence or a reason for its own records, however spoiled', async () => {
      const normalize = await source.loadNormalize();
      const own = shapes.filter(({ owner }) => owner === source.name).map(({ value }) => value);
      const nested = own.flatMap((value) => Object.keys(value).map((key) => ({ ...value, [key]: deep(10_000) })));
      for (const raw of [...own, ...spoiled(), ...nested]) {
        const normalized = normalize(raw, where);
        if ('reason' in normalized) expect(normalized.reason).toMatch(/^\S.*[^.]$/);
        else expectEvidence(normalized.evidence, source.name);
      }
    });
  });
});
