/** A value of a record as indented, readable text: like YAML, but not meant to be parsed. */
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { printable } from './printable.ts';

/** Deeper levels are put on one line: no record that people read is nested more deeply. */
const deepest = 20;

/** One line for each scalar, members indented by two spaces. All of it is safe for a terminal. */
export function valueText(value: JsonValue | undefined): readonly string[] {
  return lines(value, 0);
}

function lines(value: JsonValue | undefined, depth: number): readonly string[] {
  if (depth > deepest) return [printable(JSON.stringify(value) ?? 'null')];
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((element) =>
      lines(element, depth + 1).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    );
  if (isJsonObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, member]) => memberLines(printable(key), member, depth));
  return [scalarText(value)];
}

function memberLines(key: string, member: JsonValue | undefined, depth: number): readonly string[] {
  const isOpen =
    (Array.isArray(member) && member.length > 0) || (isJsonObject(member) && Object.keys(member).length > 0);
  if (!isOpen) return [`${key}: ${scalarText(member)}`];
  return [`${key}:`, ...lines(member, depth + 1).map((line) => `  ${line}`)];
}

/** Text that could be mistaken for something else is quoted. */
function scalarText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') return value === undefined ? 'null' : printable(JSON.stringify(value));
  const isPlain = value !== '' && value.trim() === value && !/^(true|false|null|-?[\d.]+|[[{"].*|- .*)$/s.test(value);
  return isPlain ? printable(value) : printable(JSON.stringify(value));
}
