/** Every SDK command in the sources: what may be sent to AWS, according to the text of the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../src');

export interface SdkCommand {
  /** The package's: `config-service`. */
  readonly service: string;
  readonly command: string;
}

/** `FooCommand` wherever it is imported from an SDK package, including by `import()`; and the SDK's paginators and waiters. */
function sdkCommandsIn(text: string): readonly SdkCommand[] {
  const taken = text.matchAll(/\{([^{}]*)\}\s*(?:=\s*await\s+import\(|from\s+)\s*['"]@aws-sdk\/client-([\w-]+)['"]/g);
  return [...taken].flatMap(([, list = '', service = '']) =>
    list.split(',').flatMap((entry) => {
      const name =
        entry
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+|:\s*/)[0] ?? '';
      if (!/Command$|^paginate|^waitUntil/.test(name)) return [];
      const [, command] = /^(?:paginate|waitUntil)?(\w+?)(?:Command)?$/.exec(name) ?? [];
      return command === undefined ? [] : [{ service, command }];
    }),
  );
}

export const sentIn = (text: string): readonly string[] => sdkCommandsIn(text).map(({ command }) => command);

export const commands = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => sdkCommandsIn(readFileSync(join(source, path), 'utf8')).map((sent) => ({ path, ...sent })));
