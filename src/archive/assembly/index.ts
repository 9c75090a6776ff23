// Compiled to WebAssembly by AssemblyScript: what has to run over every byte of an archive, at the speed of the machine.
export { begin, inEnd, inflate, inPtr, outLimit, outPtr, setInput, setLimit, slide } from './inflate';
export {
  addMany,
  beginFile,
  decide,
  groupCount,
  hasDoubt,
  hitCount,
  keyCount,
  newCall,
  records,
  scanRecords,
  scanStatus,
  setFilter,
  setNeedle,
  setPattern,
  setScan,
  wantKey,
} from './records';
export { addWords, beginWords, gatherWords, hasOverflow, wordCount } from './words';
