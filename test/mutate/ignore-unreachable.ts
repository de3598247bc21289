// No mutants where a switch has named every case: only the compiler can show that what follows is never reached.
import { z } from 'zod'

const callOfNever = z.object({ callee: z.object({ name: z.literal('never') }) })

/** `default: return never(x)`, as Babel's syntax tree has it. */
const unreachable = z.object({
  node: z.object({
    type: z.literal('SwitchCase'),
    test: z.null(),
    consequent: z.tuple([z.object({ type: z.literal('ReturnStatement'), argument: callOfNever })]),
  }),
})

/** What Stryker looks for in a plugin's file. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'unreachable',
    value: {
      shouldIgnore: (path: unknown) =>
        unreachable.safeParse(path).success ? 'The compiler proves that every case is named.' : undefined,
    },
  },
]
