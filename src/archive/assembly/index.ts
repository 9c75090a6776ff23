// Compiled to WebAssembly by AssemblyScript: what has to run over every byte of an archive, at the speed of the machine.
export { begin, inflate } from './inflate';
export { inEnd, inPtr, outPtr, setInput, setLimit, slide } from './inflate-stream';
export { lineEnd } from './line-columns';
export { eventCount, eventLines, isEventCut, passEvents } from './line-events';
export { countLine, lineCount, setRecord } from './line-record';
export { intern, stringCount } from './line-strings';
export { subjectCount } from './line-subjects';
export {
  clearConversations,
  conversationCount,
  interfaceCount,
  judgeConversations,
  pairCount,
} from './line-sums';
export {
  addRecord,
  beginLines,
  clearLines,
  hasRoomForRecord,
  lineStatus,
  observeRecord,
  scanLines,
  setColumns,
  setLines,
} from './lines';
export { decide, setFilter } from './calls';
export { foldChecksum } from './checksum';
export { elementCount, elementStatus, scanElements, setElements } from './elements';
export { groupCount } from './counts';
export { keyCount, wantKey } from './keys';
export { addMany } from './needles';
export { lacksNotes, noteCount, noteService, setNoteKey } from './notes';
export { setNeedle, setPattern } from './places';
export { beginFile, hasDoubt, hitCount, newCall, records, scanRecords, scanStatus, setScan } from './records';
export { setListKeys } from './syntax';
export { addWords, beginWords, gatherWords, hasOverflow, wordCount } from './words';
