// Opens forms, with the right that a click gives for 3 s.
import type { ModalView } from '@slack/types'
import type { ApprovalForm } from '../../domain/approval-form.ts'
import type { ListForm, ListPage } from '../../domain/choosing.ts'
import type { DenialForm } from '../../domain/denial-form.ts'
import type { Pool } from '../../domain/pool.ts'
import { drawApprovalForm } from '../draw/approval-form.ts'
import { drawDenialForm } from '../draw/denial-form.ts'
import { drawListForm, drawListPage } from '../draw/list-form.ts'
import { answerOf } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export function createForms({ slack }: { readonly slack: SlackClient }) {
  const open = (view: ModalView, trigger: string) =>
    answerOf(() => slack.call('views.open', 'click', (web) => web.views.open({ trigger_id: trigger, view })))
  /** Over the modal from which the trigger comes: Slack promises nothing about opening another. */
  const push = (view: ModalView, trigger: string) =>
    answerOf(() => slack.call('views.push', 'click', (web) => web.views.push({ trigger_id: trigger, view })))
  return {
    /** `trigger` is Slack's right to open one form, for 3 s. It opens on top of `under`, if there is one; so do the next. */
    openList: (form: ListForm, pool: Pool, trigger: string, under?: string) =>
      (under === undefined ? open : push)(drawListForm(form, pool), trigger),
    /** Another page of a list, or other ticks. Every page is whole, so Slack's `hash` is not needed. */
    changeList: (view: string, page: ListPage, askedBy: string) =>
      answerOf(() =>
        slack.call(
          'views.update',
          'click',
          (web) => web.views.update({ view_id: view, view: drawListPage(page) }),
          askedBy,
        ),
      ),
    openApproval: (form: ApprovalForm, trigger: string, under?: string) =>
      (under === undefined ? open : push)(drawApprovalForm(form), trigger),
    openDenial: (form: DenialForm, trigger: string, under?: string) =>
      (under === undefined ? open : push)(drawDenialForm(form), trigger),
  }
}
