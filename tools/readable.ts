/**
 * CloudFormation's references in words a person reads: `Table`, `Table/index/gsi1`, `AlarmsQueue`. Names are logical ids without
 * the hash that CDK appends.
 */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(readable).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return pseudo.get(String(argument)) ?? plain(String(argument));
  if (name === 'Fn::GetAtt' && Array.isArray(argument))
    return attribute(String(argument[0]), String(argument[1]));
  if (name === 'Fn::ImportValue') return imported(readable(argument));
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1]))
    return argument[1].map(readable).join(String(argument[0]));
  if (name === 'Fn::Sub') return String(argument);
  return JSON.stringify(value);
}

const pseudo = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::Region', '{region}'],
  ['AWS::AccountId', '{account}'],
  ['AWS::URLSuffix', 'amazonaws.com'],
]);

const plain = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

function attribute(logicalId: string, name: string): string {
  return name === 'Arn' ? plain(logicalId) : `${plain(logicalId)}.${name}`;
}

/** `don-doc-local-data:ExportsOutputFnGetAttTableCD117FA1StreamArn66BF9CE4` -> `Table.StreamArn` */
function imported(exportName: string): string {
  const match = /ExportsOutput(?:Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(Arn|StreamArn|\w*?)[0-9A-F]{8}$/.exec(
    exportName,
  );
  const [, logicalId, name] = match ?? [];
  return logicalId ? attribute(logicalId, name || 'Arn') : exportName;
}
