/**
 * What names a resource in its configuration, and in no relationship. A query takes one property of one type at a time and
 * finds none below lists of lists, so the types that may name it are read, and looked through as items of files are.
 * https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html
 */
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { typesNaming } from '../../../../resources/configured.ts';
import { isShared } from '../../../../resources/shared-types.ts';
import { readHead } from '../../item.ts';
import type { MatchResource } from '../../match.ts';
import { configuredTo } from '../../neighbors.ts';
import { readRows, selectConfigured } from '../../select.ts';
import type { AskedRegion } from './asked-region.ts';

/** Ten requests, of a hundred rows each. */
const mostRows = 1000;

interface Configured {
  readonly rows: readonly JsonObject[];
  readonly isCut: boolean;
}

/** Several targets of one type, or of types that the same may name, are looked for in one answer. */
const read = new WeakMap<AskedRegion, Map<string, Promise<Configured>>>();

/** `types`: of the resource that is looked for. `isTyped`: it was asked about itself, and leads to all that use it. */
export async function* readConfigured(
  asked: AskedRegion,
  types: readonly string[],
  match: MatchResource,
  isTyped: boolean,
): AsyncGenerator<Reading> {
  const wanted = types.filter((type) => isTyped || !isShared(type));
  const naming = [...new Set(wanted.flatMap((type) => [...typesNaming(type)]))].sort();
  if (naming.length === 0 || asked.recording.isAbsent) return;
  const known = read.get(asked) ?? new Map<string, Promise<Configured>>();
  read.set(asked, known);
  const expression = selectConfigured(naming);
  const isAsked = known.has(expression);
  const answer = known.get(expression) ?? readAll(asked, expression);
  known.set(expression, answer);
  const { rows, isCut } = await answer;
  if (isCut) noteCut(asked, naming);
  const find = configuredTo(match);
  const evidence = rows.flatMap((row) => find(readHead(row), row));
  if (rows.length > 0) yield asked.reading({ evidence, records: isAsked ? 0 : rows.length });
}

async function readAll(asked: AskedRegion, expression: string): Promise<Configured> {
  const rows: JsonObject[] = [];
  for await (const page of asked.ask(asked.calls.select(expression))) {
    rows.push(...readRows(page));
    if (rows.length > mostRows) return { rows: rows.slice(0, mostRows), isCut: true };
  }
  return { rows, isCut: false };
}

function noteCut({ notes, region }: AskedRegion, types: readonly string[]): void {
  const kinds = types.map((type) => type.replace(/^AWS::/, '')).join(', ');
  notes.set(
    `configured ${kinds}`,
    gap(
      'SERVICE_NOT_ASKED',
      `what names the target in its configuration was looked for in ${mostRows} resources of ${region} (${kinds}): there are more`,
      { hint: 'ask the delivered history of AWS Config with --from, or name the resource that uses it' },
    ),
  );
}
