/** Recognizes likely typos, so that an unknown name can be answered with what may have been meant. */

/**
 * Whether two texts differ only in case or by one or two typos: a character left out, added, mistaken, or swapped with the
 * next. A text of fewer than four characters is too like others to allow any; one of fewer than eight allows one.
 */
export function isSlip(typed: string, known: string): boolean {
  const [a, b] = [typed.toLowerCase(), known.toLowerCase()];
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  const most = shorter < 4 ? 0 : shorter < 8 ? 1 : 2;
  return Math.abs(a.length - b.length) <= most && slipsBetween(a, b, most) <= most;
}

/**
 * The optimal string alignment distance, exact only up to `most`.
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance#Optimal_string_alignment_distance
 */
function slipsBetween(a: string, b: string, most: number): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(
        Math.min(
          at(above, column) + 1,
          at(line, column - 1) + 1,
          at(above, column - 1) + (isSame ? 0 : 1),
          row > 1 && isSwapped ? at(before, column - 2) + 1 : Infinity,
        ),
      );
    }
    if (Math.min(...line) > most) return Infinity;
    before = above;
    above = line;
  }
  return at(above, b.length);
}

const at = (line: readonly number[], column: number): number => line[column] ?? Infinity;
