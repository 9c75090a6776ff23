// Compiled to WebAssembly by AssemblyScript: what has to run over every byte of an archive, at the speed of the machine.
export { begin, inEnd, inflate, inPtr, outLimit, outPtr, setInput, setLimit, slide } from './inflate';
export {
  addRecord,
  beginLines,
  clearConversations,
  clearLines,
  conversationCount,
  countLine,
  hasRoomForRecord,
  interfaceCount,
  intern,
  judgeConversations,
  lineCount,
  lineEnd,
  lineStatus,
  observeRecord,
  pairCount,
  scanLines,
  setColumns,
  setRecord,
  stringCount,
  subjectCount,
} from './lines';
export { decide, setFilter } from './calls';
export { groupCount } from './counts';
export { keyCount, wantKey } from './keys';
export { addMany } from './needles';
export { setNeedle, setPattern } from './places';
export { beginFile, hasDoubt, hitCount, newCall, records, scanRecords, scanStatus, setScan } from './records';
export { addWords, beginWords, gatherWords, hasOverflow, wordCount } from './words';
