/**
 * Sentences begin with a verb in the past tense; for a call that was denied or failed they read "tried to <verb>".
 * The same table turns an event name (`DeleteFlowLogs`) into words if the catalog has no sentence for it.
 */

/** Base -> past, where no rule applies. */
const irregular: Readonly<Record<string, string>> = {
  begin: 'began',
  choose: 'chose',
  forget: 'forgot',
  get: 'got',
  give: 'gave',
  leave: 'left',
  make: 'made',
  put: 'put',
  read: 'read',
  rebuild: 'rebuilt',
  reset: 'reset',
  run: 'ran',
  send: 'sent',
  set: 'set',
  shut: 'shut',
  split: 'split',
  take: 'took',
  withdraw: 'withdrew',
  write: 'wrote',
};

const regular = `
abort accept access acknowledge activate add advertise allocate allow answer apply approve archive ask assign
associate assume attach authorize back call cancel change check clear close complete configure confirm connect
continue copy create deactivate decode decrypt delete deliver deny deploy deprecate deregister describe detach detect
disable disassociate disconnect discover download enable encrypt end enroll enter exchange exclude execute export fail
generate grant hand import increase initiate invite invoke issue join label launch list lock look manage merge mirror
modify monitor move narrow notify open pass pause point poll prepare promote provision publish purchase query rate
reboot receive reclaim record recover reduce register reject release remove rename renew replace replicate report request
reroute resize resolve respond restart restore resume retire retrieve retry revoke roll rotate route scan schedule
search select share sign signal simulate skip start stop store submit subscribe suspend switch synchronize tag
terminate test track transfer trust turn undeploy unlock unsubscribe untag update upgrade upload use validate verify
view weaken widen`
  .trim()
  .split(/\s+/);

const doublesConsonant = new Set(['scan', 'skip', 'stop', 'tag', 'untag', 'submit', 'transfer']);

function regularPast(base: string): string {
  if (doublesConsonant.has(base)) return `${base}${base.at(-1)}ed`;
  if (base.endsWith('e')) return `${base}d`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
}

const pastByBase = new Map([
  ...regular.map((base) => [base, regularPast(base)] as const),
  ...Object.entries(irregular),
]);
const baseByPast = new Map([...pastByBase].map(([base, past]) => [past, base]));

/** "delete" -> "deleted"; undefined if the word is not a known verb. */
export const pastOf = (base: string): string | undefined => pastByBase.get(base);

/** "deleted" -> "delete"; undefined if the word is not a known verb. */
export const baseOf = (past: string): string | undefined => baseByPast.get(past);
