/** Patterns as in IAM policies: names are matched by globs, and log text is never turned into a regular expression. */

/**
 * `*` matches any characters, `?` one; everything else matches itself, case-sensitively. Takes time in proportion to the
 * product of both lengths at most, whatever they contain.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export function matchesGlob(glob: string, text: string): boolean {
  let [at, position] = [0, 0];
  /** Where to continue if what follows the last star does not match. */
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
