/** Options that may be given more than once. */

/** Collects the values of a repeated option, in order. An `argParser`. */
export const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];
