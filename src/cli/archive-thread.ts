/** Reads files of an archive; messages say what to look for. */
import { serveScans } from '../archive/worker.ts';
import type { SourceRequest } from '../sources/source.ts';
import { scannersOf } from './passing.ts';

serveScans((request) => scannersOf(request as SourceRequest));
