/** AWS lists come in pages, each with a token for the next one; this never follows a token in a circle. */

/**
 * The token of the next page; undefined after the last one. Some services end a list with an empty token, and AWS emulators may
 * return the same token again: a page that leads to itself leads nowhere.
 */
export const furtherPage = (next: string | undefined, asked: string | undefined): string | undefined =>
  next === '' || next === asked ? undefined : next;
