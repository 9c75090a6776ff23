/** Lists of which a survey reads a few pages, and answers as the JSON that files hold. */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Counted } from '../model/survey.ts';
import { furtherPage } from './further-page.ts';
import type { AnsweredAction } from './survey-calls.ts';

export type Options = { readonly abortSignal: AbortSignal };

/** null: it was not answered; why stands in the probes. */
export type Ask = <Value>(action: AnsweredAction, send: (options: Options) => Promise<Value>) => Promise<Value | null>;

/** Pages of a list: where there are more, what was counted is the least. */
const mostPages = 20;

interface CountedPage {
  readonly count: number;
  readonly next: string | undefined;
}

/** null where a page could not be had. */
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

/** What the SDK reads, as the JSON that files hold: times in ISO 8601. */
export const plain = (value: unknown): JsonObject => {
  const json = JSON.parse(JSON.stringify(value ?? {})) as JsonValue;
  return isJsonObject(json) ? json : {};
};
export const plainList = (values: readonly unknown[] | undefined): readonly JsonObject[] =>
  (JSON.parse(JSON.stringify(values ?? [])) as JsonValue[]).filter(isJsonObject);
