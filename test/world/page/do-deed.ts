// What can be done on the page, by the address to which the browser posts it.
import { z } from 'zod'
import { rushSizes, sendRush } from './send-rush.ts'
import { signInAtProduct, signInForm, signUpAtProduct, signUpForm } from './use-product.ts'
import {
  click,
  clickForm,
  clickInView,
  clickInViewForm,
  close,
  closeForm,
  openHome,
  openHomeForm,
  submit,
  submitForm,
  type,
  typeForm,
} from './use-slack.ts'
import type { Cognito, World } from './world.ts'

const faultForm = z.object({
  fault: z
    .enum(['throttled', 'access-denied', 'function-failed', 'deleted', 'lost-answer', 'group-denied'])
    .nullable(),
})

const rushForm = z.object({ size: z.literal(rushSizes) })

const notReady = {
  kind: 'not-ready',
  message: 'The local Cognito is still starting. Try again in a moment.',
} as const

/** Does it and returns how it went; undefined if there is no such deed, or if the form makes no sense. */
export async function doDeed(world: World, pathname: string, body: unknown): Promise<unknown> {
  switch (pathname) {
    case '/sign-up':
      return withForm(signUpForm, body, (form) =>
        withCognito(world, (cognito) => signUpAtProduct(cognito, form)),
      )
    case '/rush':
      return withForm(rushForm, body, ({ size }) => withCognito(world, (cognito) => sendRush(cognito, size)))
    case '/sign-in':
      return withForm(signInForm, body, (form) =>
        withCognito(world, (cognito) => signInAtProduct(world, cognito, form)),
      )
    case '/fault':
      return withForm(faultForm, body, ({ fault }) =>
        withCognito(world, ({ proxy }) => {
          proxy.chooseNext(fault)
          return { kind: 'sent' }
        }),
      )
    case '/click':
      return withForm(clickForm, body, (form) => click(world, form))
    case '/click-in-view':
      return withForm(clickInViewForm, body, (form) => clickInView(world, form))
    case '/type':
      return withForm(typeForm, body, (form) => type(world, form))
    case '/submit':
      return withForm(submitForm, body, (form) => submit(world, form))
    case '/close':
      return withForm(closeForm, body, (form) => close(world, form))
    case '/open-home':
      return withForm(openHomeForm, body, (form) => openHome(world, form))
    case '/start-bot':
      if (world.bot.state.kind === 'ended') world.bot.start()
      return { kind: 'sent' }
    default:
      return undefined
  }
}

function withForm<Form>(schema: z.ZodType<Form>, body: unknown, work: (form: Form) => unknown): unknown {
  const form = schema.safeParse(body)
  return form.success ? work(form.data) : undefined
}

function withCognito({ cognito }: World, work: (cognito: Cognito) => unknown): unknown {
  return cognito.kind === 'running' ? work(cognito.cognito) : notReady
}
