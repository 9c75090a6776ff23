/** Flow records in CloudWatch Logs: a log event's message is the line, without a header. */
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import {
  columnsOf,
  definedFormat,
  type FieldReader,
  type FlowFormat,
  formatOfRow,
  readColumns,
} from './flow-fields.ts';

/** No line of flow fields is longer, even with ECS's ARNs and tags. */
const longestLine = 4096;

/** Reads messages in the format that their group's flow log defines, otherwise in the known formats. */
export class FlowMessages {
  /** The format of the last record, if it is one of the known formats. */
  last: FlowFormat | undefined;
  private readonly formats = new Map<string, FlowFormat>();

  /** Learns a format from `aws ec2 describe-flow-logs`; false for any other value. */
  learn(value: JsonObject): boolean {
    const text = stringAt(value, 'LogFormat');
    if (text === undefined || stringAt(value, 'FlowLogId') === undefined) return false;
    const format = definedFormat(text);
    if (!format) return false;
    const logGroup = stringAt(value, 'LogGroupName');
    if (logGroup !== undefined) this.formats.set(logGroup, format);
    return true;
  }

  /** The format that the group's flow log defines. */
  defined(logGroup: string): FlowFormat | undefined {
    return this.formats.get(logGroup);
  }

  /** undefined if the message is not a flow record. */
  read(message: string, logGroup: string): FieldReader | undefined {
    const defined = this.formats.get(logGroup);
    // the known formats begin with the version: most log lines need not be split
    if (message.length > longestLine || (!defined && !/^\d{1,2} /.test(message))) return undefined;
    const columns = columnsOf(message);
    const format = defined?.size === columns.length ? defined : formatOfRow(columns);
    if (!format) return undefined;
    // what one group defines says nothing about others
    if (format !== defined) this.last = format;
    return readColumns(format, columns);
  }
}
