// How often a property is tried that does not say so itself: where PROPERTY_RUNS is set, that often, and always with the same values.
import fc from 'fast-check'

const runs = process.env['PROPERTY_RUNS']
if (runs !== undefined) fc.configureGlobal({ numRuns: Number(runs), seed: 1 })
