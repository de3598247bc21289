import { expect, it } from 'vitest'
import { drawFormInstead } from '../../../src/slack/draw/form-instead.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'

const forms = [
  ['submit-approval', 'press Approve again'],
  ['submit-denial', 'press Deny… again'],
  ['submit-form', 'open it again'],
] as const

it.each(forms)(
  'in place of a form (%s) it says why nothing was changed, and can only be closed',
  (form, next) => {
    for (const [why, words] of [
      ['out-of-date', 'out of date'],
      ['elsewhere', 'another Countersign'],
    ] as const) {
      const view = drawFormInstead(form, why)
      const said = JSON.stringify(view.blocks)
      expect(said).toContain('❌ Nothing was changed')
      expect(said).toContain(words)
      expect(said).toContain(next)
      expect(view.submit).toBeUndefined()
      expect(checkView(view)).toMatchObject({ kind: 'taken' })
    }
  },
)

it('whoever chose nobody from a list is told so', () => {
  expect(JSON.stringify(drawFormInstead('submit-form', 'none-chosen'))).toContain('nobody was chosen')
})
