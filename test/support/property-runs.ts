// How often a property runs by default: as often as PROPERTY_RUNS says, if it is set, and always with the same values.
import fc from 'fast-check'

const runs = process.env['PROPERTY_RUNS']
if (runs !== undefined) fc.configureGlobal({ numRuns: Number(runs), seed: 1 })
