/** Writing to a reader that is slow, gone or full; reading what is piped in. */
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readAll, writeLines } from '../../../src/cli/io.ts';

/** A stream on which every write fails with this error code. */
function failing(code: string): Writable {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: it failed`), { code })),
  });
  return stream.on('error', () => {});
}

/** Lines of 1 KiB each, which count how many were taken. */
function counted(total: number) {
  const taken = { lines: 0 };
  function* lines() {
    for (; taken.lines < total; taken.lines++) yield 'x'.repeat(1023);
  }
  return { taken, lines: lines() };
}

describe('writeLines', () => {
  test('each line ends with a line end, nothing else is added', async () => {
    const to = new PassThrough();
    await writeLines(to, ['one', '', 'three\u{1F600}']);
    to.end();
    expect((await readAll(to)).toString()).toBe('one\n\nthree\u{1F600}\n');
  });

  test('many lines come whole and in order, empty ones among them and long ones', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => (n % 7 === 0 ? '' : `${n} `.repeat(n % 100)));
    lines[1000] = 'x'.repeat(200_000);
    const to = new PassThrough();
    const read = readAll(to);
    await writeLines(to, lines);
    to.end();
    expect((await read).toString()).toBe(`${lines.join('\n')}\n`);
  });

  test('no lines, no bytes', async () => {
    const to = new PassThrough();
    await writeLines(to, []);
    to.end();
    expect((await readAll(to)).length).toBe(0);
  });

  test('a reader that does not read holds the writing up, and loses nothing', async () => {
    const { taken, lines } = counted(1000);
    const to = new PassThrough({ highWaterMark: 16 });
    const written = writeLines(to, lines);
    // everything that can proceed without the reader has done so
    await new Promise(setImmediate);
    expect(taken.lines).toBeLessThan(200);
    const read = readAll(to);
    await written;
    to.end();
    expect(taken.lines).toBe(1000);
    expect((await read).length).toBe(1000 * 1024);
  });

  test('a reader that went away ends the writing in silence', async () => {
    const { taken, lines } = counted(1000);
    await writeLines(failing('EPIPE'), lines);
    expect(taken.lines).toBeLessThan(200);
  });

  test('to a stream that is closed already, nothing is written', async () => {
    const to = new PassThrough();
    to.destroy();
    const { taken, lines } = counted(1000);
    await writeLines(to, lines);
    expect(taken.lines).toBeLessThan(200);
  });

  test('a full disk is an error that says so', async () => {
    await expect(writeLines(failing('ENOSPC'), ['line'])).rejects.toMatchObject({
      name: 'Obs3Error',
      message: 'the output cannot be written: ENOSPC: it failed',
    });
  });
});

test('readAll joins what comes in pieces, in the middle of a character too', async () => {
  const bytes = Buffer.from('é€\u{1F600}');
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  expect((await readAll(Readable.from(pieces))).equals(bytes)).toBe(true);
  expect((await readAll(Readable.from([]))).length).toBe(0);
});
