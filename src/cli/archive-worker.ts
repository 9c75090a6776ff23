/** What a thread runs that reads files of an archive: started by its URL. */
import { keptCompiled } from './thread-start.ts';

void keptCompiled().then(() => import('./archive-thread.ts'));
