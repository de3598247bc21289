// The list of a digest: who stands in it and what became of them, for approvers only. Looking is no click.
import type { ClickEnd } from '../domain/click.ts'
import type { DetailsPage } from '../domain/details.ts'
import type { DigestPage, DigestPlace } from '../domain/digest-list.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { ListDigest } from '../domain/request.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import { type DetailsParts, openedBefore, showPage, tellUnopened } from './show-details.ts'

export interface DigestListParts
  extends Pick<DetailsParts, 'storeId' | 'authorise' | 'views' | 'clock' | 'log' | 'poolOf' | 'answer'> {
  readonly ledger: {
    /** Null if the digest is unknown. */
    digestPage(place: DigestPlace): Promise<DigestPage | null>
  }
}

/** Opens the modal before anything is known, because `trigger` is good for 3 s; a page that follows is shown in the same one. */
export async function listDigest(parts: DigestListParts, asked: ListDigest, trigger: string): Promise<void> {
  const view = asked.view ?? (await open(parts, asked, trigger))
  if (view !== null) await showPage(parts, { view, by: asked.by }, () => pageFor(parts, asked))
}

/** Null if Slack did not open it. */
async function open(parts: DigestListParts, asked: ListDigest, trigger: string): Promise<string | null> {
  const opened = await parts.views.open({ kind: 'loading' }, trigger, asked.by.userId)
  if (opened.kind === 'opened') return opened.view
  if (opened.kind !== 'refused' || opened.error !== openedBefore) await tellUnopened(parts, asked)
  return null
}

/** Authorises on each page, before anybody is shown. */
async function pageFor(parts: DigestListParts, { request, by }: ListDigest): Promise<DetailsPage> {
  const { kind: _, ...place } = request
  const pool = parts.poolOf(place.poolId)
  const withhold = (end: ClickEnd) =>
    ({ kind: 'withheld', end, clicker: by.userId, poolName: pool?.name ?? null }) as const
  const unknown = {
    kind: isOfAnotherStore(parts.storeId, place.messageId) ? 'other-store' : 'unknown-round',
  } as const
  if (pool === null) return withhold(unknown)
  const verdict = await parts.authorise(by, pool, mayDecideAtAll)
  if (verdict.kind === 'unchecked') return withhold(verdict)
  if (verdict.kind === 'may-not') return withhold({ kind: 'refused', because: verdict.because })
  const page = await parts.ledger.digestPage(place)
  return page === null ? withhold(unknown) : { kind: 'digest-list', list: { ...page, place, pool } }
}
