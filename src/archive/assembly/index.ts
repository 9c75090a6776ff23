// Compiled to WebAssembly by AssemblyScript: what has to run over every byte of an archive, at the speed of the machine.
export { begin, inEnd, inflate, inPtr, outLimit, outPtr, setInput, setLimit, slide } from './inflate';
export {
  beginFile,
  groupCount,
  hasDoubt,
  hitCount,
  keyCount,
  records,
  scanRecords,
  scanStatus,
  setNeedle,
  setPattern,
  setScan,
  wantKey,
} from './records';
export { addWords, beginWords, hasOverflow, makeFilter, wordCount } from './words';
