/** What a thread runs that reads files of an archive: started by its URL, and told in messages what to look for. */
import { serveScans } from '../archive/worker.ts';
import type { SourceRequest } from '../sources/source.ts';
import { scannersOf } from './passing.ts';

serveScans((request) => scannersOf(request as SourceRequest));
