// What inflating stops for. The caller has the messages of damage.

export const needInput = 0;
export const outputFull = 1;
export const ended = 2;
export const cutOff = 3;
// damage
export const badBlockType = 10;
export const badStoredLengths = 11;
export const tooManySymbols = 12;
export const badCodeLengths = 13;
export const badRepeat = 14;
export const noEndOfBlock = 15;
export const badLiteralSet = 16;
export const badDistanceSet = 17;
export const badLiteralCode = 18;
export const badDistanceCode = 19;
export const tooFarBack = 20;
