// The end of a switch that has named every case.

/** Fails the type check if a case is missing; throws if one turns up at run time all the same. */
export function never(value: never): never {
  throw new Error(`This case has no code: ${JSON.stringify(value)}`)
}
