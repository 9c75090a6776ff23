/** The entry point of a thread that reads files of an archive. */
import { keptCompiled } from './thread-start.ts';

void keptCompiled().then(() => import('./archive-thread.ts'));
