/** Long answers at a real terminal, which `script` of util-linux provides. If it is not found, these tests are skipped. */
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { obs3, root } from './obs3.ts';

// util-linux's has -c and -e; the `script` of BSD and macOS has neither
const hasTerminal = spawnSync('script', ['-qec', 'test -t 0 && test -t 1', '/dev/null']).status === 0;

const target = 'sg-0a1b2c3d4e5f60718';
const who = ['who', target, '--from', 'examples/open-ssh'];
const headline = /alice@example\.com opened tcp\/22/;

/** Quoted for a shell. */
const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** Progress, as long as something else was painted over it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that clears a line is what is looked for
const painted = /.*\r\u001b\[K/g;

interface Shown {
  readonly code: number | null;
  /** What was sent to the terminal, from both streams. */
  readonly screen: string;
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Typed once this is on the screen. */
  readonly keys?: { readonly after: string; readonly typed: string };
}

/** Runs at a terminal. */
function atTerminal(args: readonly string[], { env = {}, keys }: Given = {}): Promise<Shown> {
  const { PATH = '', HOME = '' } = process.env;
  const command = [process.execPath, join(root, 'bin/obs3.js'), ...args].map(quoted).join(' ');
  const given = { PATH, HOME, TERM: 'xterm', COLUMNS: '100', LANG: 'C.UTF-8', OBS3_CACHE_DIR: '/dev/null/none' };
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', `exec ${command}`, '/dev/null'], { cwd: root, env: { ...given, ...env } });
    let screen = '';
    let isTyped = false;
    child.stdout.on('data', (chunk: Buffer) => {
      screen += String(chunk);
      if (!keys || isTyped || !screen.includes(keys.after)) return;
      isTyped = true;
      child.stdin.write(keys.typed);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen: screen.replaceAll('\r\n', '\n').replace(painted, '') }));
  });
}

/** A pager that is a short shell script; `shown` is the input it got, if it keeps that in `$kept`. */
async function pager(script: string) {
  const shown = join(await temporaryFolder(), 'shown.txt');
  return {
    env: { OBS3_PAGER: script, kept: shown },
    shown: () => readFile(shown, 'utf8').catch(() => undefined),
  };
}

const keeps = 'cat > "$kept"; echo "kept with $LESS"';
const leaves = 'read -r line; echo "first: $line"';

describe.skipIf(!hasTerminal)('at a terminal (of `script` of util-linux: skipped without it)', () => {
  test('the whole answer goes to the pager, with its colors, and nothing past it', async () => {
    const { env, shown } = await pager(keeps);
    const { code, screen } = await atTerminal(who, { env });
    expect({ code, last: screen.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, last: 'kept with FRX' });
    expect(screen).not.toMatch(headline);
    const piped = await obs3(who, { env: { COLUMNS: '100', FORCE_COLOR: '1', TERM: 'xterm' } });
    expect(piped.stdout).toMatch(headline);
    expect(await shown()).toBe(piped.stdout);
  });

  test.each<[string, readonly string[]]>([
    ['--no-pager', [...who, '--no-pager']],
    ['the demo', ['demo']],
    ['a format for programs', [...who, '-o', 'json']],
    ['help', ['who', '--help']],
  ])('%s: straight out', async (_, args) => {
    const { env, shown } = await pager(keeps);
    const { code, screen } = await atTerminal(args, { env });
    expect(code).toBe(0);
    expect(screen.split('\n').length).toBeGreaterThan(20);
    expect(await shown()).toBeUndefined();
  });

  test.each([
    [['whois', 'alice@example.com', '--from', 'examples/open-ssh']],
    [['what', target, '--from', 'examples/open-ssh', '--at', '2026-03-03T14:10Z']],
    [['inventory', '--from', 'examples/open-ssh']],
    [['doctor', '--from', 'examples/open-ssh']],
    [['investigate', target, '--since', '1h', '--plan', '--from', 'examples/open-ssh']],
  ])('%j is text for people, too', async (args) => {
    const { env, shown } = await pager(keeps);
    await atTerminal(args, { env });
    expect((await shown())?.length).toBeGreaterThan(100);
  });

  test('a pager that is quit early is no error, and a gate fails all the same', async () => {
    const { env } = await pager(leaves);
    const logs = ['--from', 'examples/open-ssh'];
    const early = await atTerminal(['investigate', ...logs, '--expand'], { env });
    expect(early.code).toBe(0);
    expect(early.screen).toMatch(/^(.*\n)*first: .+\n$/);
    const gated = await atTerminal([...who, '--fail-on', 'dangerous'], { env });
    expect(gated.code).toBe(1);
    expect(gated.screen).toContain('first: ');
  });

  test('what cannot be run: straight out, and told of where that is asked for', async () => {
    const quiet = await atTerminal(who, { env: { OBS3_PAGER: 'obs3-no-such-pager -S' } });
    expect(quiet.code).toBe(0);
    expect(quiet.screen).toMatch(headline);
    expect(quiet.screen).not.toContain('obs3: no pager');
    // only the shell can find out that this cannot be run
    const told = await atTerminal([...who, '--debug'], { env: { OBS3_PAGER: 'A=1 obs3-no-such-pager' } });
    expect(told.screen).toMatch(headline);
    expect(told.screen).toContain('obs3: no pager: ');
  });

  test('a pager that fails loses nothing: all of it straight out, and why', async () => {
    const { code, screen } = await atTerminal(who, { env: { OBS3_PAGER: 'false' } });
    expect(code).toBe(0);
    expect(screen).toMatch(headline);
    expect(screen).toContain('Coverage: ');
    expect(screen).toContain("obs3: the pager 'false' ended with 1: ");
  });

  test('Ctrl-C is the pager’s own: the run goes on until it ends, and is no interrupted one', async () => {
    const script = `
      process.on('SIGINT', () => {
        console.log('heard');
        process.stdin.resume().on('end', () => process.exit(0));
      });
      console.log('ready');
      setInterval(() => {}, 1000);`;
    // not a shell, which cannot catch a signal that was ignored when the tests were started
    const folder = await temporaryFolder({ 'pager.mjs': script });
    const env = { OBS3_PAGER: `${process.execPath} ${join(folder, 'pager.mjs')}` };
    const { code, screen } = await atTerminal(who, { env, keys: { after: 'ready', typed: '\u0003' } });
    expect(screen).toContain('heard');
    expect(code).toBe(0);
  });

  const hasLess = spawnSync('less', ['--version']).status === 0;
  test.skipIf(!hasLess)('less shows what is longer than the screen until q is typed', async () => {
    const args = ['investigate', target, '--from', 'examples/open-ssh'];
    const { code, screen } = await atTerminal(args, { env: { LINES: '20' }, keys: { after: '\n:', typed: 'q' } });
    expect(code).toBe(0);
    expect(screen).toMatch(/restricted-ssh noticed/);
    expect(screen).not.toContain('Coverage');
  });
});
