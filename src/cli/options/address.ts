/** What counts as an IP address: what Node accepts, and a non-standard form that occurs in records. */
/** `255.18.064.253`: with leading zeros, as in records whose numbers were masked. Compared as text. */
export const isWrittenAddress = (text: string): boolean =>
  isAddress(text) || (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255));

/** `node:net` is only loaded for text that may be an address: most targets are ids. */
const isAddress = (text: string): boolean => /[.:]/.test(text) && process.getBuiltinModule('node:net').isIP(text) !== 0;
