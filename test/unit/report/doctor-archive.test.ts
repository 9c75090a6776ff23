/** What is said about an archive: what it holds, what is damaged, and where a delivery has a hole. */
import { describe, expect, test } from 'vitest';
import { gap } from '../../../src/model/gap.ts';
import type { ArchiveSurvey, DeliveredFile, DigestSurvey } from '../../../src/model/survey.ts';
import { type ArchiveDoctorInput, archiveDoctorOf } from '../../../src/report/doctor-archive.ts';
import { doctorV1 } from '../../../src/report/schema-doctor-v1.ts';

const account = '111122223333';
const region = 'us-east-1';
const now = Date.parse('2026-03-03T17:00:00Z');
const at = (time: string) => Date.parse(`2026-03-03T${time}:00Z`);

const fileAt = (time: string, source = 'cloudtrail'): DeliveredFile => ({
  source,
  account,
  region,
  since: at(time),
  until: at(time) + 60_000,
});
const digest = (since: string, until: string, files: readonly string[] = []): DigestSurvey => ({
  account,
  region,
  trail: 'audit',
  since: at(since),
  until: at(until),
  files,
});

type Parts = Partial<Omit<ArchiveSurvey, 'names'>> & {
  readonly names?: readonly string[];
  readonly readings?: ArchiveDoctorInput['readings'];
};

const examine = ({ readings = [], names = [], ...survey }: Parts) =>
  archiveDoctorOf({
    from: ['logs'],
    survey: { names: new Set(names), count: 3, bytes: 1500, delivered: [], digests: [], ...survey },
    readings,
    now,
    version: '0.0.0',
    generatedAt: now,
  });

const messages = (parts: Parts, name: string) =>
  examine(parts).checks.flatMap((each) => (each.name === name ? [each.message] : []));

const span = { source: 'cloudtrail', account, region, first: at('12:00'), last: at('13:00'), records: 2 };

test('a folder in which nothing is a record is no archive in which nothing is missing', () => {
  const reading = {
    spans: [],
    skipped: [{ source: null, account: null, region: null, kind: 'text', count: 3 }],
    gaps: [],
  };
  expect(examine({ readings: [reading] })).toMatchObject({ answer: 'nothing', exitCode: 4 });
});

test('counts what there is over all files, and is a document of the published form', () => {
  const reading = { spans: [span], skipped: [], gaps: [] };
  const later = { ...reading, spans: [{ ...span, first: at('13:00'), last: at('15:00'), records: 5 }] };
  const doctor = examine({ readings: [reading, later] });
  expect(doctor.spans).toEqual([
    {
      source: 'cloudtrail',
      account,
      region,
      firstTime: '2026-03-03T12:00:00.000Z',
      lastTime: '2026-03-03T15:00:00.000Z',
      records: 7,
    },
  ]);
  expect(doctor).toMatchObject({ answer: 'complete', exitCode: 0, files: { count: 3, bytes: 1500 } });
  expect(doctorV1.parse(JSON.parse(JSON.stringify(doctor)))).toEqual(JSON.parse(JSON.stringify(doctor)));
});

test('says which source there is none of', () => {
  const { checks } = examine({ readings: [{ spans: [span], skipped: [], gaps: [] }] });
  const missing = checks.flatMap(({ name, level }) => (level === 'warning' ? [name] : []));
  expect(missing).toEqual(['config-missing', 'cloudwatch-missing', 'logs-missing']);
});

test('damaged files block, each told once, and what is not recognized is counted', () => {
  const damaged = { account, region, gap: gap('DAMAGED_FILE', 'a.json.gz: cut off at byte 7') };
  const unknown = { source: null, account: null, region: null, kind: 'text', count: 2 };
  const doctor = examine({
    readings: [
      { spans: [], skipped: [unknown], gaps: [damaged, { ...damaged, region: 'eu-west-1' }] },
      { spans: [], skipped: [unknown], gaps: [] },
    ],
  });
  expect(doctor.exitCode).toBe(3);
  expect(doctor.checks.filter(({ name }) => name === 'file-damaged')).toHaveLength(1);
  expect(doctor.checks.find(({ name }) => name === 'file-unrecognized')?.message).toBe('not recognized: 4 × text');
});

test('of very many damaged files the first are told, and the rest are counted', () => {
  const gaps = Array.from({ length: 25 }, (_, index) => ({
    account,
    region,
    gap: gap('DAMAGED_FILE', `${String(index).padStart(2, '0')}.gz: cut off`),
  }));
  const told = messages({ readings: [{ spans: [], skipped: [], gaps }] }, 'file-damaged');
  expect(told).toHaveLength(21);
  expect(told.at(-1)).toBe('5 more files cannot be read to the end');
});

test('counts are told as everywhere', () => {
  const unknown = { source: null, account: null, region: null, kind: 'text', count: 1204 };
  const many = { spans: [{ ...span, records: 7640 }], skipped: [unknown], gaps: [] };
  expect(messages({ readings: [many] }, 'cloudtrail-found')[0]).toMatch(/^7,640 records from /);
  expect(messages({ readings: [many] }, 'file-unrecognized')).toEqual(['not recognized: 1,204 × text']);
});

describe('holes', () => {
  test('a pause of more than an hour is one, a shorter one is not', () => {
    expect(messages({ delivered: [fileAt('12:00'), fileAt('13:00'), fileAt('15:30')] }, 'trail-hole')).toEqual([
      'no file was delivered from 2026-03-03 13:01:00 to 15:30:00 UTC (2 hours 29 minutes)',
    ]);
  });

  test('in whatever order the files are listed', () => {
    const delivered = [fileAt('15:30'), fileAt('12:00'), fileAt('13:00')];
    expect(messages({ delivered }, 'trail-hole')).toHaveLength(1);
  });

  test('digests over it say that it was quiet', () => {
    const delivered = [fileAt('12:10'), fileAt('15:20')];
    const digests = [
      digest('14:00', '15:00'),
      digest('12:00', '13:00'),
      digest('13:00', '14:00'),
      digest('15:00', '16:00'),
    ];
    expect(messages({ delivered, digests }, 'trail-hole')).toEqual([]);
    expect(messages({ delivered, digests }, 'digest-chain')).toEqual([
      '4 digests without a hole from 2026-03-03 12:00:00 to 16:00:00 UTC',
    ]);
    expect(examine({ delivered, digests }).exitCode).toBe(0);
  });

  test('a hole in the chain of digests blocks, and makes no pause quiet', () => {
    const delivered = [fileAt('12:10'), fileAt('15:20')];
    const digests = [digest('12:00', '13:00'), digest('15:00', '16:00')];
    expect(messages({ delivered, digests }, 'trail-hole')).toHaveLength(1);
    expect(messages({ delivered, digests }, 'digest-hole')).toEqual([
      'no digest was delivered from 2026-03-03 13:00:00 to 15:00:00 UTC (2 hours): the trail was stopped, or its files were lost or not copied',
    ]);
    expect(examine({ delivered, digests }).exitCode).toBe(3);
  });

  test('digests of another trail or place are another chain', () => {
    const digests = [digest('12:00', '13:00'), { ...digest('15:00', '16:00'), trail: 'other' }];
    expect(messages({ digests }, 'digest-hole')).toEqual([]);
    expect(messages({ digests }, 'digest-chain')).toHaveLength(2);
  });

  test('a file that a digest lists and that is not here blocks', () => {
    const digests = [digest('12:00', '13:00', ['a.json.gz', 'b.json.gz'])];
    expect(messages({ digests, names: ['a.json.gz'] }, 'trail-file-missing')).toEqual([
      '1 log file that digests list is not here: b.json.gz',
    ]);
    expect(examine({ digests, names: ['a.json.gz'] }).exitCode).toBe(3);
  });

  test('where none of the listed files is here, only digests were copied', () => {
    const digests = [digest('12:00', '13:00', ['a.json.gz', 'b.json.gz'])];
    expect(messages({ digests }, 'trail-file-missing')).toEqual([]);
  });

  test('of very many the longest are told', () => {
    const delivered = Array.from({ length: 8 }, (_, index) => ({
      ...fileAt('00:00'),
      since: at('00:00') + index * index * 3_700_000,
      until: at('00:00') + index * index * 3_700_000,
    }));
    const told = messages({ delivered }, 'trail-hole');
    expect(told).toHaveLength(6);
    expect(told.filter((each) => each.includes('2 shorter pauses'))).toHaveLength(1);
  });

  test('of flow logs, too', () => {
    expect(messages({ delivered: [fileAt('12:00', 'logs'), fileAt('15:00', 'logs')] }, 'flow-log-hole')).toHaveLength(
      1,
    );
  });
});
