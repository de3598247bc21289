// deploy/cloudformation.yml as CloudFormation makes it of given parameters.
import { readFileSync } from 'node:fs'
import { parse, type ScalarTag, type Tags, YAMLSeq } from 'yaml'
import { z } from 'zod'

const file = new URL('../../deploy/cloudformation.yml', import.meta.url)

const resource = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
})

const format = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string().max(1024),
  Parameters: z.record(
    z.string(),
    z.strictObject({
      Type: z.literal('String'),
      Description: z.string(),
      AllowedPattern: z.string().optional(),
      AllowedValues: z.array(z.string()).optional(),
      Default: z.string().optional(),
    }),
  ),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.record(z.string(), resource.strict()),
  Outputs: z.record(
    z.string(),
    z.strictObject({ Description: z.string(), Condition: z.string().optional(), Value: z.unknown() }),
  ),
})

export const template = format.parse(parse(readFileSync(file, 'utf8'), { customTags: tags() }))

export interface Made {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

export const account = '123456789012'
export const region = 'eu-central-1'

/** What stands for a resource: what Ref gives, and after a dot an attribute. */
const attributeOf = (name: string, attribute: string, type: string) =>
  attribute === 'Arn' && type === 'AWS::IAM::Role'
    ? `arn:aws:iam::${account}:role/${name}`
    : `${name}.${attribute}`

/** The resources and the outputs of a stack with these parameters. */
export function makeStack(given: Readonly<Record<string, string>>) {
  const { Parameters, Conditions, Resources, Outputs } = template
  const unknown = Object.keys(given).filter((name) => !(name in Parameters))
  if (unknown.length > 0) throw new Error(`No such parameters: ${unknown.join(', ')}`)
  const values = new Map<string, unknown>([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::NoValue', undefined],
    ...Object.entries(Parameters).map(([name, { Default }]) => [name, given[name] ?? Default] as const),
  ])
  const refOf = (name: string): unknown => {
    if (values.has(name)) return values.get(name)
    if (name in Resources && isMade(Resources[name]?.Condition)) return name
    throw new Error(`${name} is referred to, but is not made`)
  }
  const holds = (condition: unknown): boolean => {
    const [call, args] = callOf(condition) ?? ['', []]
    switch (call) {
      case 'Equals':
        return resolve(args[0]) === resolve(args[1])
      case 'Not':
        return !holds(args[0])
      case 'And':
        return args.every(holds)
      case 'Condition':
        return isMade(String(args[0]))
      default:
        throw new Error(`No condition: ${JSON.stringify(condition)}`)
    }
  }
  const isMade = (name: string | undefined): boolean => {
    if (name === undefined) return true
    if (!(name in Conditions)) throw new Error(`No such condition: ${name}`)
    return holds(Conditions[name])
  }
  const resolve = (value: unknown): unknown => {
    const [call, args] = callOf(value) ?? ['', []]
    switch (call) {
      case '':
        return inside(value, resolve)
      case 'Ref':
        return refOf(String(args[0]))
      case 'If':
        return resolve(isMade(String(args[0])) ? args[1] : args[2])
      case 'Sub':
        return String(args[0]).replace(/\$\{([^}]+)\}/g, (_, name: string) => String(refOf(name)))
      case 'GetAtt': {
        const [name = '', attribute = ''] = String(args[0]).split('.')
        return attributeOf(String(refOf(name)), attribute, Resources[name]?.Type ?? '')
      }
      default:
        throw new Error(`Not resolved here: ${call}`)
    }
  }
  const made = Object.entries(Resources)
    .filter(([, { Condition }]) => isMade(Condition))
    .map(([name, { Type, Properties }]): [string, Made] => {
      const properties = z.record(z.string(), z.unknown()).parse(resolve(Properties))
      return [name, { type: Type, properties }]
    })
  const outputs = Object.entries(Outputs)
    .filter(([, { Condition }]) => isMade(Condition))
    .map(([name, { Value }]) => [name, resolve(Value)] as const)
  return { resources: new Map(made), outputs: new Map(outputs) }
}

/** Without what is undefined, as AWS::NoValue removes it. */
function inside(value: unknown, resolve: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => [key, resolve(one)] as const)
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}

const call = z.strictObject({ call: z.string(), args: z.array(z.unknown()) })

function callOf(value: unknown): readonly [string, readonly unknown[]] | null {
  const read = call.safeParse(value)
  return read.success ? [read.data.call, read.data.args] : null
}

/** Each of CloudFormation's short forms becomes `{ call, args }`. */
function tags(): Tags {
  const named = ['Ref', 'Sub', 'GetAtt', 'Condition', 'If', 'Equals', 'Not', 'And']
  return named.flatMap((name) => [
    scalarTag(name),
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (seq: unknown) => ({ call: name, args: seq instanceof YAMLSeq ? seq.toJSON() : [] }),
    },
  ])
}

function scalarTag(name: string): ScalarTag {
  return { tag: `!${name}`, resolve: (text) => ({ call: name, args: [text] }) }
}
