/** Every document that ships can be printed, and nothing is promised that does not ship. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaDocuments } from '../../../../src/cli/commands/schema.ts';
import { main } from '../../../../src/cli/main.ts';
import { packagePath } from '../../../../src/cli/version.ts';
import { memoryIo } from '../memory-io.ts';

const names = Object.keys(schemaDocuments);

test('the documents are the files', () => {
  const files = readdirSync(packagePath('schema')).map((file) => /^([\w-]+)-v1\.json$/.exec(file)?.[1] ?? file);
  expect(files.sort()).toEqual([...names].sort());
});

test.each(names)('%s is printed, under its own name', async (name) => {
  const io = memoryIo(['schema', name]);
  expect(await main(io)).toBe(0);
  expect(JSON.parse(io.written.stdout)).toMatchObject({ $id: `urn:obs3:${name}:v1` });
  expect(io.written.stdout.trimEnd()).toBe(readFileSync(packagePath(`schema/${name}-v1.json`), 'utf8').trimEnd());
});

test('without a name it is the report', async () => {
  const io = memoryIo(['schema']);
  await main(io);
  expect(JSON.parse(io.written.stdout)).toMatchObject({ $id: 'urn:obs3:report:v1' });
});

test.each(['inventor', 'toString', '../package'])('there is none of %s', async (name) => {
  const io = memoryIo(['schema', name]);
  expect(await main(io)).toBe(2);
  expect(io.written.stderr).toBe(`obs3: there is no schema of '${name}'; use ${names.join(', ')}\n`);
  expect(io.written.stdout).toBe('');
});
