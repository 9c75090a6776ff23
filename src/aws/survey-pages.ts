/** Reads the first pages of long lists, and converts answers to plain JSON. */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Counted } from '../model/survey.ts';
import { furtherPage } from './further-page.ts';
import type { AnsweredAction } from './survey-calls.ts';

export type Options = { readonly abortSignal: AbortSignal };

/** null if there was no answer; the probes say why. */
export type Ask = <Value>(action: AnsweredAction, send: (options: Options) => Promise<Value>) => Promise<Value | null>;

/** Pages to read of a list; if there are more, the count is a minimum. */
const mostPages = 20;

interface CountedPage {
  readonly count: number;
  readonly next: string | undefined;
}

/** null if a page could not be obtained. */
export async function counted(
  ask: (token: string | undefined) => Promise<CountedPage | null>,
): Promise<Counted | null> {
  let count = 0;
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await ask(token);
    if (!answer) return null;
    count += answer.count;
    token = furtherPage(answer.next, token);
    if (token === undefined) return { count, isMore: false };
  }
  return { count, isMore: true };
}

/** The SDK's values as the JSON found in files: times in ISO 8601. */
export const plain = (value: unknown): JsonObject => {
  const json = JSON.parse(JSON.stringify(value ?? {})) as JsonValue;
  return isJsonObject(json) ? json : {};
};
export const plainList = (values: readonly unknown[] | undefined): readonly JsonObject[] =>
  (JSON.parse(JSON.stringify(values ?? [])) as JsonValue[]).filter(isJsonObject);
