/** Explains why a file cannot be read, to whoever named it. */

/** The error's code in words; for any other code, the system's own message. */
export function fileErrorText({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'ELOOP':
      return 'its links go in a circle';
    default:
      return message;
  }
}
