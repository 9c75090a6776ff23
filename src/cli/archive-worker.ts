/** What a thread runs that reads files of an archive: started by its URL, and told in messages what to look for. */
import { serveScans } from '../archive/worker.ts';
import { sources } from '../sources/index.ts';
import { isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

serveScans((request) =>
  (sources as readonly Source[])
    .flatMap(({ backends }) => backends.filter(isArchiveBackend))
    .flatMap((backend) => backend.createScanners(request as SourceRequest)),
);
