import { describe, expect, test } from 'vitest';
import type { Inventory, InventoryResource, LastWrite } from '../../../src/model/inventory.ts';
import { csvRow } from '../../../src/render/csv-text.ts';
import { renderInventory } from '../../../src/render/inventory.ts';
import { inventoryFormats } from '../../../src/render/inventory-formats.ts';
import { displayWidth } from '../../../src/render/width.ts';

const hostile = '=HYPERLINK("x")\u001b[2J\u202e,evil\nline';

const changedBy: LastWrite = {
  event: 'cloudtrail:8f1d',
  time: '2026-03-03T13:59:00.000Z',
  eventName: 'PutBucketPolicy',
  name: 'alice@example.com',
  arn: null,
};

const resource = (id: string, more: Partial<InventoryResource> = {}): InventoryResource => ({
  type: 'AWS::S3::Bucket',
  id,
  name: id,
  arn: `arn:aws:s3:::${id}`,
  account: '111122223333',
  region: 'us-east-1',
  deleted: false,
  createdTime: '2026-01-01T00:00:00.000Z',
  changedTime: '2026-03-03T14:00:00.000Z',
  tags: { team: 'web', 'cost center': '' },
  changedBy,
  ...more,
});

const inventory = (resources: readonly InventoryResource[], totals: Partial<Inventory['totals']> = {}): Inventory => ({
  schema: 'obs3.inventory/v1',
  tool: { name: 'obs3', version: '0.0.0' },
  generatedAt: '2026-03-03T15:00:00.000Z',
  query: {
    types: [],
    deleted: false,
    aggregator: null,
    window: { since: null, until: null, given: false },
    accounts: [],
    regions: [],
    from: [],
    now: '2026-03-03T15:00:00.000Z',
  },
  totals: {
    resources: resources.length,
    deleted: 0,
    byType: [{ type: 'AWS::S3::Bucket', resources: resources.length, deleted: 0 }],
    byRegion: [{ region: 'us-east-1', resources: resources.length, deleted: 0 }],
    byAccount: [{ account: '111122223333', resources: resources.length, deleted: 0 }],
    ...totals,
  },
  resources,
  coverage: [],
});

const lines = (document: Inventory, format: (typeof inventoryFormats)[number] = 'table', expand = false) => {
  const texts = [...renderInventory(document, format, { width: 80, color: false, expand })];
  // a document comes as several lines at a time
  return format === 'json' ? texts.flatMap((text) => text.split('\n')) : texts;
};

describe('the inventory as a table', () => {
  test('counts and lists', () => {
    expect(lines(inventory([resource('a-bucket')]))).toEqual([
      '1 resource of 1 type in 1 account and 1 region.',
      '',
      'By type',
      '  1  AWS::S3::Bucket',
      '',
      'Resources',
      'AWS::S3::Bucket',
      '  a-bucket',
      '    created 2026-01-01 00:00 · last changed 2026-03-03 14:00 · by',
      '    alice@example.com (PutBucketPolicy) · cost center; team=web',
      '',
      'Coverage: nothing was read',
    ]);
  });

  test('shows the first rows of many, and all where that is asked for', () => {
    const many = inventory(Array.from({ length: 60 }, (_, index) => resource(`bucket-${index}`)));
    expect(lines(many).join('\n')).toContain('and 10 more');
    expect(lines(many, 'table', true).filter((line) => line.startsWith('  bucket-'))).toHaveLength(60);
  });

  test('names accounts and regions where there are several', () => {
    const two = [resource('a'), resource('b', { account: '444455556666', region: 'eu-west-1' })];
    const shown = lines(
      inventory(two, {
        byAccount: [
          { account: '111122223333', resources: 1, deleted: 0 },
          { account: null, resources: 1, deleted: 0 },
        ],
        byRegion: [
          { region: 'us-east-1', resources: 1, deleted: 0 },
          { region: 'eu-west-1', resources: 1, deleted: 0 },
        ],
      }),
    );
    expect(shown).toContain('  b · 444455556666 · eu-west-1');
    expect(shown).toContain('  1  not told');
  });
});

describe('text that somebody else chose', () => {
  const evil = inventory([resource(hostile, { name: hostile, tags: { [hostile]: hostile } })]);

  test.each(inventoryFormats)('neither moves the cursor nor breaks a line: %s', (format) => {
    for (const line of lines(evil, format)) {
      for (const control of ['\u001b', '\u202e', '\n']) expect(line).not.toContain(control);
      if (format === 'table') expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }
  });

  test('is no formula in a sheet', () => {
    const [, row = ''] = lines(evil, 'csv');
    expect(row.split(',')[1]).toMatch(/^"'=HYPERLINK/);
  });
});

describe('rows for a spreadsheet', () => {
  test.each([
    [['a', null, 1, true], 'a,,1,true'],
    [['with, comma', 'with "quotes"'], '"with, comma","with ""quotes"""'],
    [['=1+1', '+1', '-1', '@a'], "'=1+1,'+1,'-1,'@a"],
    [['\t=1'], "' =1"],
  ])('%j', (cells, row) => {
    expect(csvRow(cells)).toBe(row);
  });

  test('have a header, and one row for each resource', () => {
    const [header, row, ...more] = lines(inventory([resource('a-bucket', { changedBy: null, tags: null })]), 'csv');
    expect(more).toEqual([]);
    expect(header).toBe(
      'type,id,name,arn,account,region,deleted,createdTime,changedTime,changedBy,changedByCall,changedByTime,tags',
    );
    expect(row).toBe(
      'AWS::S3::Bucket,a-bucket,a-bucket,arn:aws:s3:::a-bucket,111122223333,us-east-1,false,2026-01-01T00:00:00.000Z,2026-03-03T14:00:00.000Z,,,,',
    );
  });
});

test('as JSON it is the document, and as lines its parts', () => {
  const document = inventory([resource('a'), resource('b')]);
  expect(JSON.parse(lines(document, 'json').join('\n'))).toEqual(document);
  expect(lines(document, 'ndjson').map((line) => JSON.parse(line).type)).toEqual(['inventory', 'resource', 'resource']);
});

test('a person who is guessed is told as timelines tell them', () => {
  const by = (certainty: 'proven' | 'guess') =>
    lines(inventory([resource('a', { changedBy: { ...changedBy, certainty } })]))
      .join(' ')
      .replace(/ +/g, ' ');
  expect(by('guess')).toContain('by alice@example.com? (PutBucketPolicy)');
  expect(by('proven')).toContain('by alice@example.com (PutBucketPolicy)');
});
