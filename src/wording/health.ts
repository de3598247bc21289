// What `/readyz` says.

/** What keeps this process from being ready. */
export type Lack = 'store' | 'slack' | 'stopping'

const sentences: Readonly<Record<Lack, string>> = {
  store: 'The store does not answer.',
  slack: 'There is no connection to Slack.',
  stopping: 'Countersign is stopping.',
}

export function readinessText(lacks: readonly Lack[]): string {
  if (lacks.length === 0) return 'Ready.\n'
  return `Not ready.\n${lacks.map((lack) => `${sentences[lack]}\n`).join('')}`
}
