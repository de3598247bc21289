// Opens forms, with the right that a click gives for 3 s.
import type { ModalView } from '@slack/types'
import type { ApprovalForm } from '../../domain/approval-form.ts'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import type { DenialForm } from '../../domain/denial-form.ts'
import { drawApprovalForm } from '../draw/approval-form.ts'
import { drawApproveAllForm } from '../draw/approve-all-form.ts'
import { drawDenialForm } from '../draw/denial-form.ts'
import { answerOf } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export function createForms({ slack }: { readonly slack: SlackClient }) {
  const open = (view: ModalView, trigger: string) =>
    answerOf(() => slack.call('views.open', 'click', (web) => web.views.open({ trigger_id: trigger, view })))
  /** Over the modal from which the trigger comes: Slack promises nothing about opening another. */
  const push = (view: ModalView, trigger: string) =>
    answerOf(() => slack.call('views.push', 'click', (web) => web.views.push({ trigger_id: trigger, view })))
  return {
    /** `trigger` is Slack's right to open one form, for 3 s. */
    open: (form: ApproveAllForm, trigger: string) => open(drawApproveAllForm(form), trigger),
    /** On top of `under`, if there is one; so is the next. */
    openApproval: (form: ApprovalForm, trigger: string, under?: string) =>
      (under === undefined ? open : push)(drawApprovalForm(form), trigger),
    openDenial: (form: DenialForm, trigger: string, under?: string) =>
      (under === undefined ? open : push)(drawDenialForm(form), trigger),
  }
}
