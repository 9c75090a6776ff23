/** `obs3 help environment`: every variable that has an effect. */
import type { Topic } from './topic.ts';

export const environment: Topic = {
  name: 'environment',
  summary: 'the variables and files that have an effect',
  text: `
AWS, as its own CLI and SDKs have them:
  AWS_PROFILE                    the profile, where --profile is not given
  AWS_REGION, AWS_DEFAULT_REGION the region, where --region is not given
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
                                 credentials
  AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN
                                 a role through OpenID Connect
  AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE
                                 ~/.aws/config and ~/.aws/credentials
  AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>
                                 another endpoint; --endpoint-url goes before it

Output:
  NO_COLOR                       any value turns colors off
  FORCE_COLOR, CLICOLOR_FORCE    turns them on in a pipe; 0 does not
  CLICOLOR                       0: no colors, where they are not forced
  OBS3_PAGER, PAGER              shows long answers at a terminal: a shell's
                                 command line (less); empty or cat: nothing does
  LESS                           options of less (FRX)
  CI                             any value: no pager
  PATH, PATHEXT                  where the pager is looked for
  COLUMNS                        the width of the table, from 60 to 200
  TERM                           dumb: no colors, no pager, no progress, and
                                 what is drawn in ASCII
  LC_ALL, LC_CTYPE, LANG         all is shown in ASCII at a terminal where they
                                 name no UTF-8; what is piped is UTF-8 always
  GITHUB_ACTIONS                 true: GitHub's runner is told to obey no line
                                 of a table
  GITHUB_STEP_SUMMARY            the file to which -o github adds its summary

Cache of settled answers (obs3 cache, --no-cache):
  OBS3_CACHE_DIR                 its folder; else the system's own for caches,
                                 below XDG_CACHE_HOME, HOME, USERPROFILE or
                                 LOCALAPPDATA
  NODE_DISABLE_COMPILE_CACHE     1: what Node compiles of obs3 is not kept there
                                 (Node 20 keeps nothing)

Files:
  OBS3_INFLATE                   zlib: inflate with Node's zlib in place of the
                                 faster WebAssembly; the records are the same

obs3 sends nothing to anybody but AWS, and changes nothing there.`,
};
