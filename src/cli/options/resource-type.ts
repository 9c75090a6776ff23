/** `--type`: the name of a resource type, in AWS's spelling. */
import { Obs3Error } from '../../model/error.ts';
import { isSlip } from '../../model/slip.ts';

/** How many are suggested if one is unknown. */
const mostNear = 3;

/**
 * In the catalog's spelling, whatever case was typed. AWS Config records more types than the catalog has: anything that
 * looks like a type, and is not a typo of a known one, is accepted as it is.
 * @throws Obs3Error USAGE
 */
export async function readType(text: string): Promise<string> {
  const { resourceTypes } = await import('../../resources/index.ts');
  const all = resourceTypes.map(({ type }) => type);
  const known = all.find((type) => type.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return known;
  const isWhole = /^[A-Za-z]\w*(::\w+){2}$/.test(text);
  const near = isWhole ? all.filter((type) => isSlipForType(text, type)) : namesakesOf(text, all);
  if (isWhole && near.length === 0) return text;
  throw new Obs3Error('USAGE', `--type does not know '${text}'`, {
    hint:
      near.length > 0
        ? `did you mean ${near.slice(0, mostNear).join(' or ')}?`
        : 'types are named as in CloudFormation: AWS::S3::Bucket',
  });
}

/** A typo in the service or in the resource, not in both. */
function isSlipForType(typed: string, type: string): boolean {
  const [[partition = '', service = '', name = ''], [ofPartition = '', ofService = '', ofName = '']] = [
    typed.split('::'),
    type.split('::'),
  ];
  const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (!isSame(partition, ofPartition) && !isSlip(partition, ofPartition)) return false;
  if (isSame(service, ofService)) return isSlip(name, ofName);
  return isSame(name, ofName) && isSlip(service, ofService) && !isOtherVersion(service, ofService);
}

/** WAFv2 is not a typo of WAF, nor ApiGatewayV2 of ApiGateway: both exist. */
const isOtherVersion = (service: string, other: string): boolean =>
  service.replace(/v\d+$/i, '').toLowerCase() === other.replace(/v\d+$/i, '').toLowerCase();

/** `bucket`, `S3::Bucket` or `buckets`: types with this name, exact matches first; names with a typo if there is none. */
function namesakesOf(text: string, types: readonly string[]): readonly string[] {
  const wanted = (text.split(/:+/).at(-1) ?? '').toLowerCase().replace(/(?<=\w)s$/, '');
  if (wanted === '') return [];
  const nameOf = (type: string) => (type.split('::')[2] ?? '').toLowerCase();
  const like = types.filter((type) => nameOf(type).includes(wanted));
  const same = like.filter((type) => nameOf(type) === wanted);
  return like.length > 0 ? [...new Set([...same, ...like])] : types.filter((type) => isSlip(wanted, nameOf(type)));
}
