/** Why a file cannot be read, for whoever named it. */

/** Of an error of the file system: its code in words, else what the system says. */
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
