/** What a thread runs that reads files for an index: started by its URL. */
import { serveIndex } from '../archive/index-serve.ts';
import { indexScanner } from './index-scanner.ts';

serveIndex(indexScanner());
