/** The script for bash is run in a bash, as a person's shell runs it. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { main } from '../../../../src/cli/main.ts';
import { createProgram } from '../../../../src/cli/program.ts';
import { rendererNames } from '../../../../src/render/index.ts';
import { gateConditions } from '../../../../src/report/gate-settings.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { memoryIo } from '../memory-io.ts';

async function scriptFor(shell: string): Promise<string> {
  const io = memoryIo(['completion', shell]);
  expect(await main(io)).toBe(0);
  expect(io.written.stderr).toBe('');
  return io.written.stdout;
}

const has = (shell: string) => spawnSync(shell, ['--version']).error === undefined;
const names = (await createProgram(memoryIo([]), () => {}, 'all')).commands.map((command) => command.name());

test.each(['bash', 'zsh', 'fish'])('%s: every command, and the same script each time', async (shell) => {
  const script = await scriptFor(shell);
  expect(names.filter((name) => !script.includes(name))).toEqual([]);
  expect(await scriptFor(shell)).toBe(script);
});

describe.each([
  ['bash', ['-n']],
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('%s', (shell, flags) => {
  test.runIf(has(shell))('can read its script, where it is installed', async () => {
    // fish reads no script from the socket that a child's standard input is
    const folder = await temporaryFolder({ script: await scriptFor(shell) });
    const { status, stderr } = spawnSync(shell, [...flags, `${folder}/script`], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

const profiles = [
  { name: 'default', typed: 'default' },
  { name: 'prod eu', typed: 'prod\\ eu' },
  { name: 'keys-alone', typed: 'keys-alone' },
];

/** Sessions and services are not profiles; one profile is in both files. */
async function profileEnvironment(): Promise<NodeJS.ProcessEnv> {
  const folder = await temporaryFolder({
    config: '[default]\nregion = us-east-1\n[profile prod eu]\n[sso-session corp]\n[services local]\n',
    credentials: '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[keys-alone]\n',
  });
  return {
    ...process.env,
    AWS_CONFIG_FILE: `${folder}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${folder}/credentials`,
  };
}

test.runIf(has('fish'))('fish: profiles of both files of AWS, where it is installed', async () => {
  const folder = await temporaryFolder({ script: `${await scriptFor('fish')}\ncomplete -C 'obs3 who --profile '` });
  const { stdout } = spawnSync('fish', ['--no-config', `${folder}/script`], {
    encoding: 'utf8',
    env: await profileEnvironment(),
  });
  const offered = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0]);
  expect(offered.sort()).toEqual(profiles.map(({ name }) => name).sort());
});

test.runIf(has('zsh'))('zsh: profiles of both files of AWS, where it is installed', async () => {
  const script = await scriptFor('zsh');
  const [shown] = /^_obs3_profiles\(\) \{.*?^\}/ms.exec(script) ?? [];
  const { stdout } = spawnSync('zsh', ['-f'], {
    input: `${shown}\ncompadd() { print -l -- $profiles }\n_obs3_profiles`,
    encoding: 'utf8',
    env: await profileEnvironment(),
  });
  expect(stdout.trimEnd().split('\n')).toEqual(profiles.map(({ name }) => name));
});

test.each([[[]], [['csh']]])('without a shell that it knows it says which there are: %j', async (args) => {
  const io = memoryIo(['completion', ...args]);
  expect(await main(io)).toBe(2);
  expect(io.written.stdout).toBe('');
  expect(io.written.stderr).toMatch(/^obs3: [^\n]*shell[^\n]*\n$/);
});

describe.runIf(has('bash'))('in bash', () => {
  /** What is offered at the end of a line whose last word is being typed. Words are split as bash does it, at : and =. */
  async function offered(line: string, cwd?: string, env: NodeJS.ProcessEnv = process.env): Promise<readonly string[]> {
    const words = line.match(/[:=]+|[^\s:=]+|(?<=\s)$/g) ?? [];
    const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
    const program = `${await scriptFor('bash')}
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMP_LINE=${quoted(line)}
COMP_POINT=\${#COMP_LINE}
COMP_WORDS=(${words.map(quoted).join(' ')})
COMP_CWORD=${words.length - 1}
_obs3
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '--noprofile'], {
      input: program,
      encoding: 'utf8',
      env,
      ...(cwd !== undefined && { cwd }),
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return stdout.trimEnd().split('\n');
  }

  test('commands, and those below a command', async () => {
    expect(await offered('obs3 ')).toEqual(names);
    expect(await offered('obs3 --debug inv')).toEqual(['investigate', 'inventory']);
    expect(await offered('obs3 cache ')).toEqual(expect.arrayContaining(['info', 'clear']));
  });

  test('what there is help of: commands, those below a command, and topics', async () => {
    expect(await offered('obs3 help ')).toEqual(expect.arrayContaining(['who', 'cache', 'environment']));
    expect(await offered('obs3 help exit')).toEqual(['exit-codes']);
    expect(await offered('obs3 help gat')).toEqual(['gate']);
    expect(await offered('obs3 help cache ')).toEqual(['info', 'clear']);
    expect(await offered('obs3 cache help ')).toEqual(['info', 'clear']);
    expect(await offered('obs3 help who ')).toEqual(['']);
  });

  test('flags of the command that is typed, wherever its targets stand', async () => {
    expect(await offered('obs3 who --out')).toEqual(['--outcome', '--output']);
    expect(await offered('obs3 who sg-1 --from a b --out')).toEqual(['--outcome', '--output']);
    expect(await offered('obs3 schema --')).toEqual(['--help']);
  });

  test('values of flags', async () => {
    expect(await offered('obs3 who --output ')).toEqual(rendererNames);
    expect(await offered('obs3 who -o js')).toEqual(['json']);
    expect(await offered('obs3 who sg-1 --as ')).toEqual(['target', 'principal']);
    expect(await offered('obs3 who --since 2h --region eu-w')).toEqual(['eu-west-1', 'eu-west-2', 'eu-west-3']);
    expect(await offered('obs3 who --since ')).toEqual(['']);
    expect(await offered('obs3 schema gate')).toEqual(['gate-policy']);
  });

  test('lists with commas, without what stands there already', async () => {
    expect(await offered('obs3 gate --fail-on ')).toEqual(expect.arrayContaining([...gateConditions]));
    expect(await offered('obs3 gate --fail-on gap,d')).toEqual(['gap,dangerous', 'gap,denied']);
    expect(await offered('obs3 gate --fail-on denied,d')).toEqual(['denied,dangerous']);
  });

  test('words that bash parts at colons and equals signs', async () => {
    expect(await offered('obs3 who --type AWS::Lambda::')).toEqual(expect.arrayContaining(['Function']));
    expect(await offered('obs3 who --output=js')).toEqual(['json']);
  });

  test('files behind --from, and behind the first of them', async () => {
    const cwd = await temporaryFolder({ 'logs.json': '{}', 'logs with spaces.json': '{}' });
    const both = ['logs with spaces.json', 'logs.json'];
    expect([...(await offered('obs3 who --from lo', cwd))].sort()).toEqual(both);
    expect([...(await offered('obs3 who --from x lo', cwd))].sort()).toEqual(both);
    expect(await offered('obs3 who lo', cwd)).toEqual(['']);
    expect([...(await offered('obs3 index lo', cwd))].sort()).toEqual(both);
    expect([...(await offered('obs3 who --keep lo', cwd))].sort()).toEqual(both);
  });

  test('profiles of both files of AWS, each once and as it is typed', async () => {
    const env = await profileEnvironment();
    expect(await offered('obs3 who --profile ', undefined, env)).toEqual(profiles.map(({ typed }) => typed));
    expect(await offered('obs3 who --profile prod', undefined, env)).toEqual(['prod\\ eu']);
    const nowhere = { ...env, AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
    expect(await offered('obs3 who --profile ', undefined, nowhere)).toEqual(['']);
  });
});
