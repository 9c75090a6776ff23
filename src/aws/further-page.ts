/** Lists of AWS come page by page: from the token of one to the next, and never round in a circle. */

/**
 * The token to go on with; undefined behind the last page. Some services end a list with an empty token, and what stands in
 * for AWS may give the same one again: a page that leads to itself leads nowhere.
 */
export const furtherPage = (next: string | undefined, asked: string | undefined): string | undefined =>
  next === '' || next === asked ? undefined : next;
