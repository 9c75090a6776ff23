// @ts-check
/** DuckDB as a peer: installed for one run into a temporary folder, and asked in the ways that people write it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packageName = '@duckdb/node-api';

/** @type {Readonly<Record<string, (files: string, id: string) => string>>} */
const formulations = {
  'records as JSON': (files, id) =>
    `select json_extract_string(r, '$.eventID') from (select unnest(Records) r from read_json(${files}, columns={'Records':'JSON[]'}, maximum_object_size=1000000000)) where contains(r::varchar, ${id})`,
  'records as JSON, files first': (files, id) =>
    `select json_extract_string(r, '$.eventID') from (select unnest(Records) r from read_json(${files}, columns={'Records':'JSON[]'}, maximum_object_size=1000000000) where contains(Records::varchar, ${id})) where contains(r::varchar, ${id})`,
  'whole objects': (files, id) =>
    `select json_extract_string(r, '$.eventID') from (select unnest(from_json(json->'Records', '["JSON"]')) r from read_json_objects(${files}, maximum_object_size=1000000000)) where contains(r::varchar, ${id})`,
  'whole objects, files first': (files, id) =>
    `select json_extract_string(r, '$.eventID') from (select unnest(from_json(json->'Records', '["JSON"]')) r from read_json_objects(${files}, maximum_object_size=1000000000) where contains(json::varchar, ${id})) where contains(r::varchar, ${id})`,
};

const literal = (/** @type {string} */ text) => `'${text.replaceAll("'", "''")}'`;

/**
 * Installs it; `remove` when done.
 * @param {number} threads
 */
export function installDuckdb(threads) {
  const folder = mkdtempSync(join(tmpdir(), 'obs3-bench-duckdb-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error', packageName];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) {
    remove();
    throw new Error(`${packageName} cannot be installed: ${stderr.trim()}`);
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', packageName, 'package.json'), 'utf8'));
  const script = join(folder, 'ask.mjs');
  writeFileSync(
    script,
    `import { DuckDBInstance } from '${packageName}';
const instance = await DuckDBInstance.create(':memory:', { threads: '${threads}' });
const reader = await (await instance.connect()).runAndReadAll(process.argv[2]);
for (const [id] of reader.getRows()) console.log(id);
`,
  );
  /** @param {string} from @param {string} id */
  const commands = (from, id) =>
    Object.entries(formulations).map(([name, sql]) => ({
      name: `DuckDB, ${name}`,
      command: [process.execPath, script, sql(literal(`${from}/**/*.json.gz`), literal(id))],
    }));
  return { version, commands, remove };
}
