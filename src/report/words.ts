/** Counts in words, as sentences of a report hold them. */

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `a, b, c and 4 more` */
export const few = (texts: readonly string[], most = 4): string =>
  texts.length <= most + 1 ? texts.join(', ') : `${texts.slice(0, most).join(', ')} and ${texts.length - most} more`;
