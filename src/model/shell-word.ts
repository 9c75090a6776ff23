/** Words of commands that are suggested: what they hold comes from records and from the command line. */

/** A word of a shell command, quoted if necessary. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
