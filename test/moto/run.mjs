/**
 * Runs the tests against moto's server: a Python environment is made in a temporary folder, and removed with it.
 * Where there is no Python with venv and pip, or the packages cannot be had, it says so and ends well: nothing is wrong with
 * obs3 then.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const isWindows = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'obs3-moto-'));
const programs = join(folder, 'venv', isWindows ? 'Scripts' : 'bin');

/** The last line of what went wrong; undefined where it went well. */
function failed(command, args) {
  const { error, status, stderr, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? `${stderr || stdout}`.trim().split('\n').at(-1) ?? `status ${status}`;
}

function install() {
  const pythons = process.env.PYTHON ? [process.env.PYTHON] : ['python3.11', 'python3', 'python'];
  let missing;
  for (const python of pythons) {
    missing = failed(python, ['-m', 'venv', join(folder, 'venv')]);
    if (missing === undefined) break;
  }
  if (missing !== undefined) return `no Python with venv: ${missing}`;
  const packages = failed(join(programs, 'python'), [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
    ...['--requirement', path('requirements.txt')],
  ]);
  return packages === undefined ? undefined : `moto cannot be installed: ${packages}`;
}

try {
  const skipped = install();
  if (skipped !== undefined) console.log(`skipped: ${skipped}`);
  else {
    const vitest = path('../../node_modules/vitest/vitest.mjs');
    const { status } = spawnSync(
      process.execPath,
      [vitest, 'run', '--config', path('vitest.config.ts'), ...process.argv.slice(2)],
      { stdio: 'inherit', env: { ...process.env, OBS3_MOTO_SERVER: join(programs, 'moto_server') } },
    );
    process.exitCode = status ?? 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
