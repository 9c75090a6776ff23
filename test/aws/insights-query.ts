/**
 * The part of the CloudWatch Logs Insights language that an investigation needs: fields, display, filter, parse with a
 * glob, stats … by …, sort, limit. Anything else is a malformed query.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import { compareValues, malformed, parseCondition, splitOutside } from './insights-expression.ts';
import { fieldName, present, type Step, stats, unquoted } from './insights-stats.ts';
import { type Fields, type FoundEvent, fieldsOf } from './log-fields.ts';

/** A row of results: field -> value, in display order. */
export type Row = ReadonlyMap<string, string>;

export interface InsightsQuery {
  run(events: readonly FoundEvent[], limit: number): { readonly rows: readonly Row[]; readonly matched: number };
}

/** `sort bytes desc, @timestamp asc`; ascending by default. */
function sort(text: string): Step {
  const keys = splitOutside(text, ',').map((key) => {
    const [, name = '', direction] = /^(.*?)(?:\s+(asc|desc))?$/is.exec(key) ?? [];
    return { name: unquoted(name), sign: direction?.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return (rows) =>
    rows.toSorted((a, b) => {
      for (const { name, sign } of keys) {
        const order = compareValues(a.get(name) ?? '', b.get(name) ?? '');
        if (order !== 0) return sign * order;
      }
      return 0;
    });
}

/** `parse @message "* - *" as user, rest`: the text between the fixed parts. */
function parse(text: string): Step {
  const [, source = '', glob, names] = /^(\S+)\s+"([^"]+)"\s+as\s+(.+)$/is.exec(text) ?? [];
  if (glob === undefined || names === undefined) throw malformed('parse needs a field, a glob and names');
  const columns = splitOutside(names, ',').map(fieldName);
  const escaped = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  if (escaped.length - 1 !== columns.length) throw malformed('parse needs as many names as there are stars');
  // the last star matches all that is left, the others as little as possible
  const lazy = escaped.slice(0, -2).map((part) => `${part}(.*?)`);
  const pattern = new RegExp([...lazy, escaped.at(-2), '(.*)', escaped.at(-1)].join(''), 's');
  return (rows) =>
    rows.map((row) => {
      const values = pattern.exec(row.get(fieldName(source)) ?? '')?.slice(1) ?? [];
      return new Map([...row, ...present(columns.map((name, index) => [name, values[index]] as const))]);
    });
}

interface Plan {
  readonly steps: { readonly step: Step; readonly aggregates: boolean }[];
  /** The fields shown of each event; undefined: the result of the last aggregation. */
  shown: readonly string[] | undefined;
  limit: number | undefined;
}

function addCommand(plan: Plan, text: string): void {
  const [, command = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
  switch (command.toLowerCase()) {
    case 'fields':
    case 'display':
      plan.shown = splitOutside(rest, ',').map(fieldName);
      break;
    case 'filter': {
      const holds = parseCondition(rest);
      plan.steps.push({ step: (rows) => rows.filter(holds), aggregates: false });
      break;
    }
    case 'stats':
      plan.steps.push({ step: stats(rest), aggregates: true });
      plan.shown = undefined;
      break;
    case 'sort':
      plan.steps.push({ step: sort(rest), aggregates: false });
      break;
    case 'parse':
      plan.steps.push({ step: parse(rest), aggregates: false });
      break;
    case 'limit':
      plan.limit = Number(rest);
      if (!Number.isInteger(plan.limit) || plan.limit < 1) throw malformed(`'${rest}' is not a limit`);
      break;
    default:
      throw malformed(`'${text}' is not a command that is served`);
  }
}

const defaultShown = ['@timestamp', '@message'] as const;

export function parseInsightsQuery(text: string): InsightsQuery {
  const plan: Plan = { steps: [], shown: defaultShown, limit: undefined };
  const commands = splitOutside(text.replace(/^\s*#.*$/gm, ''), '|').filter((command) => command !== '');
  for (const command of commands) addCommand(plan, command);
  const { steps, shown } = plan;
  const show = (row: Fields): Row =>
    shown ? present([...shown, '@ptr'].map((name) => [name, row.get(name)] as const)) : row;
  return {
    run: (events, limit) => {
      // newest first, until it is sorted differently
      let rows: readonly Fields[] = events.toSorted((a, b) => b.timestamp - a.timestamp).map(fieldsOf);
      let matched = rows.length;
      let isAggregated = false;
      for (const { step, aggregates } of steps) {
        rows = step(rows);
        isAggregated ||= aggregates;
        if (!isAggregated) matched = rows.length;
      }
      return { rows: rows.slice(0, plan.limit ?? limit).map(show), matched };
    },
  };
}
