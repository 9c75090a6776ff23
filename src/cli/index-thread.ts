/** Reads files for an index. */
import { serveIndex } from '../archive/index-serve.ts';
import { indexScanner } from './index-scanner.ts';

serveIndex(indexScanner());
