/** The shape of a log line: what remains without numbers, ids and names, and whether it reports an error. */
import { isJsonObject, type JsonObject, parseJson, stringAt } from '../../model/json.ts';

export interface LineShape {
  readonly pattern: string;
  readonly isError: boolean;
}

/** Stands for what varies from line to line, as in CloudWatch Logs' own pattern analysis. */
export const anything = '<*>';

/** A pattern is made from this much of a line: shapes differ at the beginning. Characters. */
const longestPattern = 300;
/** This much of a line is searched for words that mean an error. Characters. */
const longestText = 2000;

/** In the order in which they are tried at each position: a time before the numbers in it. */
const varying = new RegExp(
  [
    // date and time, also as Python's logging and Apache write it
    /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?/,
    /\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?/,
    // quoted text; a single quote only if it is not an apostrophe
    /"[^"]*"/,
    /(?<!\w)'[^']*'(?!\w)/,
    /arn:aws[a-z-]*:[^\s"',;)\]}]+/,
    // UUIDs and longer runs of hex digits that include a decimal digit
    /(?<!\w)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\w)/,
    /0x[0-9a-f]+/,
    // IPv6, and times of day
    /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/,
    /(?<!\w)[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/,
    /(?<![A-Za-z0-9])(?=[0-9a-f]{0,40}\d)[0-9a-f]{8,}(?![A-Za-z0-9])/,
    // long random text: request ids, keys, encoded bytes
    /(?<!\w)(?=[A-Za-z_=+]{0,60}\d)[\w=+]{16,}(?!\w)/,
    // numbers, versions, addresses: not the digits of a name such as s3
    /(?<!\w)\d+(?:[.,:]\d+)*/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** Total. For several lines (a stack trace), the first meaningful one; for JSON, its level and message. */
export function shapeOf(message: string): LineShape {
  const { text: whole, level } = sayingOf(message);
  const text = whole.slice(0, longestText);
  const line = text.slice(0, longestPattern);
  const words = level === undefined || line.includes(level) ? line : `${level} ${line}`;
  const pattern = words.replace(varying, anything).replace(/\s+/g, ' ').trim();
  return { pattern: pattern === '' ? anything : pattern, isError: isErrorLevel(level) ?? isErrorText(text) };
}

interface Saying {
  readonly text: string;
  readonly level: string | undefined;
}

function sayingOf(message: string): Saying {
  const start = message.trimStart();
  const json = start.startsWith('{') ? parseJson(start) : undefined;
  if (isJsonObject(json)) return sayingOfJson(json);
  const end = start.search(/[\r\n]/);
  return { text: end < 0 ? start : start.slice(0, end), level: undefined };
}

const levelKeys = ['level', 'severity', 'levelname', 'log_level', 'loglevel', 'Level'];
const messageKeys = ['message', 'msg', 'errorMessage', 'error', 'Message', 'event', 'type'];

/**
 * Structured lines; Lambda's: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html If nothing
 * in it is a message, its keys are its shape.
 */
function sayingOfJson(json: JsonObject): Saying {
  const level = levelKeys.map((key) => stringAt(json, key)).find((text) => text !== undefined);
  for (const key of messageKeys) {
    const member = json[key];
    const text = isJsonObject(member) ? sayingOfJson(member).text : stringAt(json, key);
    const type = isJsonObject(member) ? undefined : stringAt(json, 'errorType');
    if (text !== undefined) return { text: type ? `${type}: ${text}` : text, level };
  }
  return { text: `{${Object.keys(json).sort().join(' ')}}`, level };
}

const errorLevel = /^(?:e|err|error|fatal|crit|critical|severe|alert|emerg|emergency|panic)$/i;
const quietLevel = /^(?:t|trace|d|debug|i|info|information|notice|v|verbose)$/i;

/** undefined if there is no level, or the level leaves it open (warn). */
function isErrorLevel(level: string | undefined): boolean | undefined {
  if (level === undefined) return undefined;
  return errorLevel.test(level) || (quietLevel.test(level) ? false : undefined);
}

/** A level within the text of a line: `[INFO]`, `- ERROR -`, `level=warn`. In capitals, since prose contains the words, too. */
const writtenLevel =
  /(?:^|[\s[(|-])(ERROR|FATAL|CRITICAL|SEVERE|INFO|DEBUG|TRACE|NOTICE)(?=[\s\])|:-]|$)|\blevel="?(\w+)/;
const errorWords =
  /\b(?:errors?|err|exceptions?|fail(?:s|ed|ure|ures|ing)?|fatal|panic(?:ked)?|traceback|critical|denied|refused|forbidden|unauthorized|invalid|rejected|abort(?:ed)?|crash(?:ed)?|killed|segfault|throttl(?:ed|ing)|timed out|timeout|out of memory|unable to|could not|cannot|can't)\b|\bstatus[=: ]+5\d\d\b/i;
/** ValueError, IllegalStateException. */
const errorClass = /[a-z](?:Error|Exception)\b/;
/** "0 errors", "no failures", "error: null" mean the opposite. */
const noError =
  /\b(?:0|no|zero|without|any) (?:errors?|exceptions?|failures?|failed)\b|\b(?:errors?|exceptions?|failures?|failed|timeout)["']?\s?[=:]\s?(?:0|null|none|false|nil|\[\]|""|\d+m?s\b)/gi;

function isErrorText(text: string): boolean {
  const written = writtenLevel.exec(text);
  const byLevel = isErrorLevel(written?.[1] ?? written?.[2]);
  if (byLevel !== undefined) return byLevel;
  const said = text.replace(noError, ' ');
  return errorWords.test(said) || errorClass.test(said);
}
