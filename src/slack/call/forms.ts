// Forms: opened with the right that a click gives, which Slack takes back after 3 s.
import type { WebClient } from '@slack/web-api'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import type { Limit } from '../../shared/limit.ts'
import { drawApproveAllForm } from '../draw/approve-all-form.ts'
import { inTurn } from './in-turn.ts'
import { answerOf } from './slack-answer.ts'

export interface FormsParts {
  readonly client: WebClient
  /** `views.open` */
  readonly views: Limit
}

export function createForms({ client, views }: FormsParts) {
  return {
    /** `trigger` is Slack's right to open one form, for 3 s. */
    open: (form: ApproveAllForm, trigger: string) =>
      answerOf(() =>
        inTurn(views, () => client.views.open({ trigger_id: trigger, view: drawApproveAllForm(form) })),
      ),
  }
}
