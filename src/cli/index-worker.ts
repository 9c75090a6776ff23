/** What a thread runs that reads files for an index: started by its URL. */
import { keptCompiled } from './thread-start.ts';

void keptCompiled().then(() => import('./index-thread.ts'));
