import * as z from 'zod';

export const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Condition: z.string().optional(),
        Properties: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .optional(),
});
export type Template = z.infer<typeof templateSchema>;

export type Identity = { region: string; accountId: string };

/** What `Ref` and `Fn::GetAtt` answer for one resource: CloudFormation's return values, as far as anything here reads them. */
export type Attributes = (stack: Stack, logicalId: string, attribute: 'Ref' | (string & {})) => string;

export type Stack = { name: string; template: Template };

const call = z.record(z.string(), z.unknown()).refine((value) => Object.keys(value).length === 1);
const pair = z.tuple([z.string(), z.string()]);

/**
 * Evaluates CloudFormation's intrinsic functions across the stacks of one application.
 * @throws Error naming the function or the reference that cannot be evaluated.
 */
export function createResolver(stacks: readonly Stack[], identity: Identity, attributes: Attributes) {
  const pseudo = (stack: Stack): Record<string, string | undefined> => ({
    'AWS::Region': identity.region,
    'AWS::AccountId': identity.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${identity.region}:${identity.accountId}:stack/${stack.name}/local`,
  });
  const absent = Symbol('AWS::NoValue');

  function ref(stack: Stack, name: string): unknown {
    if (name === 'AWS::NoValue') return absent;
    const known = pseudo(stack)[name];
    if (known !== undefined) return known;
    if (stack.template.Resources?.[name]) return attributes(stack, name, 'Ref');
    const parameter = stack.template.Parameters?.[name];
    if (parameter) return parameter.Default ?? '';
    throw new Error(`${stack.name}: Ref to unknown ${name}`);
  }

  function getAtt(stack: Stack, argument: unknown): string {
    const [logicalId, attribute] =
      typeof argument === 'string'
        ? [argument.slice(0, argument.indexOf('.')), argument.slice(argument.indexOf('.') + 1)]
        : pair.parse(argument);
    if (!stack.template.Resources?.[logicalId])
      throw new Error(`${stack.name}: Fn::GetAtt of unknown ${logicalId}`);
    return attributes(stack, logicalId, attribute);
  }

  function sub(stack: Stack, argument: unknown): string {
    const [text, own] =
      typeof argument === 'string'
        ? [argument, {}]
        : z.tuple([z.string(), z.record(z.string(), z.unknown())]).parse(argument);
    return text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in own) return String(resolve(stack, own[name]));
      return String(name.includes('.') ? getAtt(stack, name) : ref(stack, name));
    });
  }

  function importValue(stack: Stack, argument: unknown): unknown {
    const wanted = resolve(stack, argument);
    for (const other of stacks) {
      for (const output of Object.values(other.template.Outputs ?? {})) {
        if (output.Export && resolve(other, output.Export.Name) === wanted)
          return resolve(other, output.Value);
      }
    }
    throw new Error(`${stack.name}: no stack exports ${String(wanted)}`);
  }

  function condition(stack: Stack, expression: unknown): boolean {
    if (typeof expression === 'string') return condition(stack, stack.template.Conditions?.[expression]);
    const [name, argument] = Object.entries(call.parse(expression))[0] ?? ['', undefined];
    const operands = z.array(z.unknown()).catch([]).parse(argument);
    if (name === 'Condition') return condition(stack, argument);
    if (name === 'Fn::Equals') return resolve(stack, operands[0]) === resolve(stack, operands[1]);
    if (name === 'Fn::Not') return !condition(stack, operands[0]);
    if (name === 'Fn::And') return operands.every((operand) => condition(stack, operand));
    if (name === 'Fn::Or') return operands.some((operand) => condition(stack, operand));
    throw new Error(`${stack.name}: condition ${name} is not supported by the local runtime`);
  }

  function evaluate(stack: Stack, name: string, argument: unknown): unknown {
    const list = () => z.array(z.unknown()).parse(resolve(stack, argument));
    switch (name) {
      case 'Ref':
        return ref(stack, z.string().parse(argument));
      case 'Fn::GetAtt':
        return getAtt(stack, argument);
      case 'Fn::Sub':
        return sub(stack, argument);
      case 'Fn::ImportValue':
        return importValue(stack, argument);
      case 'Fn::Join': {
        const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(list());
        return parts.join(separator);
      }
      case 'Fn::Select': {
        const [index, values] = z.tuple([z.coerce.number(), z.array(z.unknown())]).parse(list());
        return values[index];
      }
      case 'Fn::Split': {
        const [separator, text] = pair.parse(list());
        return text.split(separator);
      }
      case 'Fn::FindInMap': {
        const [map, top, second] = z.tuple([z.string(), z.string(), z.string()]).parse(list());
        return stack.template.Mappings?.[map]?.[top]?.[second];
      }
      case 'Fn::If': {
        const [test, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(argument);
        return resolve(stack, condition(stack, test) ? yes : no);
      }
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => `${identity.region}${zone}`);
      case 'Fn::Base64':
        return Buffer.from(String(resolve(stack, argument))).toString('base64');
      default:
        throw new Error(`${stack.name}: ${name} is not supported by the local runtime`);
    }
  }

  /** The value with every intrinsic function in it replaced by its result; properties set to AWS::NoValue are left out. */
  function resolve(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((item) => resolve(stack, item)).filter((item) => item !== absent);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
      return evaluate(stack, ...only);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, resolve(stack, item)]).filter(([, item]) => item !== absent),
    );
  }

  return { resolve, condition };
}
