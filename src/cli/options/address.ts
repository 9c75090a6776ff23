/** What is taken for an IP address: what Node does, and what stands in records though no standard writes it so. */
/** `255.18.064.253`: with zeros in front, as records have it whose numbers were masked. It is compared as text. */
export const isWrittenAddress = (text: string): boolean =>
  isAddress(text) || (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255));

/** `node:net` is loaded where a text may be one: most are ids. */
const isAddress = (text: string): boolean => /[.:]/.test(text) && process.getBuiltinModule('node:net').isIP(text) !== 0;
