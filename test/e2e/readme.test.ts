import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/model/error.ts';
import { obs3 } from './obs3.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the picture in the README is what `obs3 demo` prints', async () => {
  const { stdout } = await obs3(['demo'], { env: { COLUMNS: '100' } });
  const picture = /<!-- the output of `obs3 demo`, held by a test -->\n```\n(.*?)\n```/s.exec(readme)?.[1];
  expect(picture).toBe(stdout.trimEnd());
});

test('the README tells every exit code', () => {
  const rows = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning?.replaceAll('`', ''),
  ]);
  expect(rows).toEqual(exitCodes.map(({ code, meaning }) => [code, meaning]));
});
