/** How late evidence may arrive, depending on how it is read. */
import type { Source } from '../sources/source.ts';
import type { EvidenceReader } from './evidence-reader.ts';

/** Source -> seconds. Delivered files come later than the service's own answers. */
export const lagsOf = ({
  sources,
  reader,
}: {
  readonly sources: readonly Source[];
  readonly reader: EvidenceReader;
}): Readonly<Record<string, number>> =>
  Object.fromEntries(
    sources.map(({ name, backends }) => [
      name,
      backends.find((backend) => backend.name === reader.backendOf(name))?.reach.lagSeconds ?? 0,
    ]),
  );
