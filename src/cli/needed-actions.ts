/** The IAM actions that sources use to ask AWS, as declared by their backends. */
import { sources } from '../sources/index.ts';
import { isArchiveBackend } from '../sources/source.ts';

/** Of these sources, or of all if none is given. Sorted, each once. */
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
