/** The IAM actions by which sources ask AWS, as their backends declare them. */
import { sources } from '../sources/index.ts';
import { isArchiveBackend } from '../sources/source.ts';

/** Of these sources, or of all where none is named. Sorted, each once. */
export const neededActions = (names: readonly string[]): readonly string[] =>
  [
    ...new Set(
      sources
        .filter(({ name }) => names.length === 0 || names.includes(name))
        .flatMap(({ backends }) => [...backends])
        .filter((backend) => !isArchiveBackend(backend))
        .flatMap(({ reach }) => reach.actions),
    ),
  ].sort();
