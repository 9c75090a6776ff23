/** `obs3 help environment`: every variable that has an effect. */
import type { Topic } from './topic.ts';

export const environment: Topic = {
  name: 'environment',
  summary: 'the variables and files that have an effect',
  text: `
AWS, as in its own CLI and SDKs:
  AWS_PROFILE                    the profile, without --profile
  AWS_REGION, AWS_DEFAULT_REGION the region, without --region
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
                                 credentials
  AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN
                                 a role through OpenID Connect
  AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE
                                 ~/.aws/config and ~/.aws/credentials
  AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>
                                 another endpoint; --endpoint-url overrides it

Output:
  NO_COLOR                       any value turns colors off
  FORCE_COLOR, CLICOLOR_FORCE    turns them on in a pipe; 0 does not
  CLICOLOR                       0: no colors, unless they are forced
  OBS3_PAGER, PAGER              shows long answers at a terminal: a shell's
                                 command line (less); empty or cat: nothing does
  LESS                           options of less (FRX)
  CI                             any value: no pager
  PATH, PATHEXT                  where the pager is looked for
  COLUMNS                        the width of the table, from 60 to 200
  TERM                           dumb: no colors, no pager, no progress, and
                                 drawing in ASCII
  LC_ALL, LC_CTYPE, LANG         without UTF-8 in them, a terminal gets ASCII;
                                 piped output is always UTF-8
  GITHUB_ACTIONS                 true: GitHub's runner is told not to interpret
                                 the lines of a table
  GITHUB_STEP_SUMMARY            the file to which -o github appends its summary

Cache of settled answers (obs3 cache, --no-cache):
  OBS3_CACHE_DIR                 its folder; by default in the system's own for
                                 caches: XDG_CACHE_HOME, HOME, USERPROFILE or
                                 LOCALAPPDATA
  NODE_DISABLE_COMPILE_CACHE     1: obs3's compiled code is not kept there
                                 (Node 20 keeps none)

Files:
  OBS3_INFLATE                   zlib: inflate with Node's zlib instead of the
                                 faster WebAssembly; the result is the same

obs3 sends nothing to anybody but AWS, and changes nothing there.`,
};
