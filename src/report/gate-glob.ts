/** Patterns as IAM policies have them: names are told by globs, and log text is never made an expression of. */

/**
 * `*` stands for any characters, `?` for one; everything else for itself, and case counts. Takes time in proportion to both
 * lengths whatever they hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export function matchesGlob(glob: string, text: string): boolean {
  let [at, position] = [0, 0];
  /** Where to go on from when what follows the last star does not fit. */
  let [star, resume] = [-1, 0];
  while (position < text.length) {
    if (glob[at] === '*') {
      star = at++;
      resume = position;
    } else if (at < glob.length && (glob[at] === '?' || glob[at] === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}

export const matchesAny = (globs: readonly string[], texts: readonly string[]): boolean =>
  globs.some((glob) => texts.some((text) => matchesGlob(glob, text)));
