// What CloudFormation's own descriptions of its resources say against a template's properties.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Made } from './template.ts'

/** Returns what finds a line for each property that there isn't, that is missing, or that is of another type. Loading takes a second. */
export function loadSchemas(): (resources: ReadonlyMap<string, Made>) => readonly string[] {
  const descriptions = loadAwsServiceSpecSync()

  type Definition = ReturnType<typeof descriptions.get<'typeDefinition'>>
  type Properties = Definition['properties']
  type Type = Properties[string]['type']

  const inObject = (value: unknown, properties: Properties, path: string): readonly string[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`]
    const given: Readonly<Record<string, unknown>> = { ...value }
    return [
      ...Object.keys(given)
        .filter((name) => !(name in properties))
        .map((name) => `${path}.${name}: there is none`),
      ...Object.entries(properties).flatMap(([name, { type, required }]) => {
        if (given[name] !== undefined) return against(given[name], type, `${path}.${name}`)
        return required === true ? [`${path}.${name} is missing`] : []
      }),
    ]
  }

  const inText = (value: unknown, allowed: readonly string[] | undefined, path: string) => {
    if (typeof value !== 'string') return [`${path} is no string`]
    return allowed === undefined || allowed.includes(value) ? [] : [`${path}: ${value} is none of ${allowed}`]
  }

  const against = (value: unknown, type: Type, path: string): readonly string[] => {
    switch (type.type) {
      case 'string':
        return inText(value, type.allowedValues, path)
      case 'integer':
        return typeof value === 'number' && (type.allowedValues?.includes(value) ?? true)
          ? []
          : [`${path}: not ${value}`]
      case 'number':
        return typeof value === 'number' ? [] : [`${path} is no number`]
      case 'boolean':
        return typeof value === 'boolean' ? [] : [`${path} is neither true nor false`]
      case 'json':
        return typeof value === 'object' ? [] : [`${path} is no object`]
      case 'array':
        if (!Array.isArray(value)) return [`${path} is no list`]
        return value.flatMap((one, place) => against(one, type.element, `${path}[${place}]`))
      case 'map':
        return Object.entries(value ?? {}).flatMap(([key, one]) =>
          against(one, type.element, `${path}.${key}`),
        )
      case 'ref':
        return inObject(value, descriptions.get('typeDefinition', type.reference).properties, path)
      case 'union': {
        const problems = type.types.map((one) => against(value, one, path))
        return problems.some((found) => found.length === 0) ? [] : problems.flat()
      }
      default:
        return [`${path}: its type ${type.type} is not understood here`]
    }
  }

  return (resources) =>
    [...resources].flatMap(([name, { type, properties }]) => {
      const [resource] = descriptions.lookup('resource', 'cloudFormationType', 'equals', type)
      if (resource === undefined) return [`${name}: no such type ${type}`]
      return inObject(properties, resource.properties, name)
    })
}
