// Records what the stand-in was asked and what it did, and lets tests wait for something.

export interface Call {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly at: Date
  /** The access key id of the credentials; null if it was not signed. */
  readonly signedBy: string | null
  readonly userAgent: string
  /** 'pending', 'ok', the exception's name, or the kind of fault ('resetAfter', 'html', …). */
  readonly answer: string
}

export interface Confirmation {
  readonly sub: string
  readonly poolId: string
  readonly clientMetadata: Readonly<Record<string, string>> | undefined
  readonly at: Date
}

export interface Disabling {
  readonly sub: string
  readonly poolId: string
  /** The user's status at that moment. */
  readonly status: string
  readonly at: Date
}

export interface SignOut {
  readonly sub: string
  readonly poolId: string
  readonly at: Date
}

export interface Addition {
  readonly sub: string
  readonly poolId: string
  readonly group: string
  /** The user's state at that moment. */
  readonly status: string
  readonly isEnabled: boolean
  readonly at: Date
}

export type Journal = ReturnType<typeof createJournal>

export function createJournal(now: () => Date) {
  const calls: Call[] = []
  const confirmations: Confirmation[] = []
  const disablings: Disabling[] = []
  const enablings: Disabling[] = []
  const signOuts: SignOut[] = []
  const additions: Addition[] = []
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }

  return {
    calls,
    confirmations,
    disablings,
    enablings,
    signOuts,
    additions,
    changed,
    /** Records a call; the returned function records its answer. */
    arrived(called: Pick<Call, 'operation' | 'input' | 'signedBy' | 'userAgent'>): (answer: string) => void {
      const call = { ...called, at: now(), answer: 'pending' }
      calls.push(call)
      changed()
      return (answer) => {
        call.answer = answer
        changed()
      }
    },
    confirmed(confirmation: Omit<Confirmation, 'at'>): void {
      confirmations.push({ ...confirmation, at: now() })
    },
    disabled(disabling: Omit<Disabling, 'at'>): void {
      disablings.push({ ...disabling, at: now() })
    },
    enabled(enabling: Omit<Disabling, 'at'>): void {
      enablings.push({ ...enabling, at: now() })
    },
    signedOut(signOut: Omit<SignOut, 'at'>): void {
      signOuts.push({ ...signOut, at: now() })
    },
    added(addition: Omit<Addition, 'at'>): void {
      additions.push({ ...addition, at: now() })
    },
    /**
     * Runs the probe now and after every call and change, until it returns something other than undefined,
     * null or false. Rejects after timeoutMs (10 s), or when the probe throws.
     */
    waitFor<T>(
      description: string,
      probe: () => T | undefined | null | false,
      timeoutMs = 10_000,
    ): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const look = () => {
        try {
          const found = probe()
          if (found !== undefined && found !== null && found !== false) resolve(found)
        } catch (error) {
          reject(error)
        }
      }
      const timer = setTimeout(
        () => reject(new Error(`Waited ${timeoutMs} ms for ${description}`)),
        timeoutMs,
      )
      watchers.add(look)
      look()
      return promise.finally(() => {
        clearTimeout(timer)
        watchers.delete(look)
      })
    },
  }
}
