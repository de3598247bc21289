// The texts of blocks in which Slack draws emoji by name unless it is told not to.
import { z } from 'zod'

const plainText = z.object({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() })

/** Every `plain_text` in these blocks, however deep. */
export function plainTexts(blocks: unknown): readonly z.infer<typeof plainText>[] {
  const found: z.infer<typeof plainText>[] = []
  JSON.stringify(blocks, (_, value: unknown) => {
    const { success, data } = plainText.safeParse(value)
    if (success) found.push(data)
    return value
  })
  return found
}
