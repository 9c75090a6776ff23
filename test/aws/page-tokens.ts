/** Pagination tokens: opaque, and valid only for the exact request, account and region that they were issued for. */
import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';

/** What a token is bound to. */
export interface PageQuestion {
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly parameters: JsonObject;
}

const tokenKeys: ReadonlySet<string> = new Set(['NextToken', 'nextToken']);

/** JSON with sorted keys: equal for equal values. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** The request as one text, without the token itself. */
export function bindingOf({ action, account, region, parameters }: PageQuestion): string {
  const asked = Object.entries(parameters).filter(([key]) => !tokenKeys.has(key));
  return canonicalJson([action, account, region, Object.fromEntries(asked)]);
}

export class PageTokens {
  private readonly issued = new Map<string, { readonly binding: string; readonly state: JsonValue }>();

  issue(question: PageQuestion, state: JsonValue): string {
    const binding = bindingOf(question);
    const token = createHash('sha256')
      .update(`${binding} ${JSON.stringify(state)}`)
      .digest('base64');
    this.issued.set(token, { binding, state });
    return token;
  }

  /** Where to go on; undefined if the token was never issued, or not for this request. */
  redeem(token: string, question: PageQuestion): JsonValue | undefined {
    const found = this.issued.get(token);
    return found?.binding === bindingOf(question) ? found.state : undefined;
  }
}
