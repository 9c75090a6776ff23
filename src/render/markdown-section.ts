/** Sections of a document with a limited length: the more important ones get their room first. */

export interface Section {
  /** Lines before the parts, and (`after`) behind them. */
  readonly before: readonly string[];
  /** Each is printed completely or not at all. Consumed only as far as there is room. */
  readonly parts: Iterable<readonly string[]>;
  readonly count: number;
  readonly after: readonly string[];
  /** What to say if some parts were left out. */
  readonly left: (count: number) => string;
  /** The most characters that its parts may take. */
  readonly most: number;
  /** 1 gets its room first. */
  readonly rank: number;
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);

/** The sections in order, in at most `most` characters including line ends. A section without parts is left out. */
export function fitSections(sections: readonly Section[], most: number): readonly string[] {
  const present = sections.filter(({ count }) => count > 0);
  // the frame of each is short and always printed: a section without room still says that parts were left out
  const frames = present.map(({ before, after, left, count }) => lengthOf([...before, left(count), ...after]));
  let room = most - frames.reduce((sum, frame) => sum + frame, 0);
  const chosen = new Map<Section, readonly string[]>();
  for (const section of [...present].sort((a, b) => a.rank - b.rank)) {
    const lines: string[] = [];
    let [used, taken] = [0, 0];
    const own = Math.min(section.most, room);
    for (const part of section.parts) {
      const length = lengthOf(part);
      if (used + length > own) break;
      lines.push(...part);
      used += length;
      taken += 1;
    }
    room -= used;
    const left = section.count - taken;
    chosen.set(section, left > 0 ? [...lines, section.left(left)] : lines);
  }
  return present.flatMap((section) => [...section.before, ...(chosen.get(section) ?? []), ...section.after]);
}
