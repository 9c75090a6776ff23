/** The entry point of a thread that reads files for an index. */
import { keptCompiled } from './thread-start.ts';

void keptCompiled().then(() => import('./index-thread.ts'));
