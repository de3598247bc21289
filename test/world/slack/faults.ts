// Faults that a test asks for: what goes wrong with the next calls of a method.

/** What goes wrong with one call. `…After` means that the work was done and only its answer is lost. */
export type Fault =
  /** HTTP 429; `retryAfter` in seconds, without the header if it is undefined. */
  | { readonly kind: 'rateLimited'; readonly retryAfter?: number | undefined }
  /**
   * `ok: false` with this error; for a response_url, HTTP 404 with it. Only calls whose arguments are `holding` this text
   * fail, if it is given.
   */
  | { readonly kind: 'error'; readonly error: string; readonly holding?: string }
  | { readonly kind: 'http'; readonly status: number; readonly body?: string | undefined }
  /** HTTP 200 with a web page, as a proxy answers. */
  | { readonly kind: 'html' }
  | { readonly kind: 'resetBefore' }
  | { readonly kind: 'resetAfter' }
  /** Never answers, until the workspace stops or goes down. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'hangAfter' }
  /** Does the work at once and answers this much later. */
  | { readonly kind: 'slow'; readonly ms: number }

export interface Faults {
  /** Makes the next `times` calls of this method fail (`response_url` for posts to one). Several faults queue up. */
  readonly fail: (method: string, fault: Fault, times?: number) => void
  /** Forgets the faults of one method, or all faults. */
  readonly heal: (method?: string) => void
}

/** The faults that are yet to come, and `take`, which uses one up. */
export function makeFaults(): Faults & {
  readonly take: (method: string, args: unknown) => Fault | undefined
} {
  const queues = new Map<string, { readonly fault: Fault; left: number }[]>()
  return {
    fail: (method, fault, times = 1) => {
      queues.set(method, [...(queues.get(method) ?? []), { fault, left: times }])
    },
    heal: (method) => {
      if (method === undefined) queues.clear()
      else queues.delete(method)
    },
    take: (method, args) => {
      const queue = queues.get(method) ?? []
      const next = queue[0]
      if (next === undefined || !concerns(next.fault, args)) return undefined
      next.left -= 1
      if (next.left <= 0) queue.shift()
      return next.fault
    },
  }
}

function concerns(fault: Fault, args: unknown): boolean {
  if (fault.kind !== 'error' || fault.holding === undefined) return true
  return JSON.stringify(args).includes(fault.holding)
}
