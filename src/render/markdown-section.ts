/** Sections of a document that may not grow beyond a length: the more important one gets its room first. */

export interface Section {
  /** Lines before the parts, and after them. */
  readonly before: readonly string[];
  /** Each is printed whole or not at all. Asked for only as far as there is room. */
  readonly parts: Iterable<readonly string[]>;
  readonly count: number;
  readonly after: readonly string[];
  /** What is said where some parts were left out. */
  readonly left: (count: number) => string;
  /** The most characters that its parts may take. */
  readonly most: number;
  /** 1: gets its room first. */
  readonly rank: number;
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);

/** The sections in their order, in no more than `most` characters, line ends included. A section without parts is left out. */
export function fitSections(sections: readonly Section[], most: number): readonly string[] {
  const present = sections.filter(({ count }) => count > 0);
  // the frame of each is short, and stands in any case: a section that has no room still says that it was left out
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
