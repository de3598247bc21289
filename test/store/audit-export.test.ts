// `npm run audit -- export` and `verify`: what was exported can be verified, wherever the file is, and the store itself.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Signer } from '../../src/domain/countersignature.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { runAudit } from '../support/run-audit.ts'
import { claimedClick, grace, settlement, waitingRound } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

let store: Store
let folder: string

beforeEach(async () => {
  store = await openStore()
  await store.transact(ownStoreId)
  folder = makeQuickFolder('countersign-export-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const audit = (...given: string[]) => runAudit(store.address, given)

/** Approves so many, an hour apart, and links their events. */
async function approve(count: number, name = 'guest', signer: Signer | null = null): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    store.clock.advance(60 * 60_000)
    const sub = `${name}-${index}`
    const signUp = grace({ sub, userName: `=${sub}`, attributes: { email: `${sub}@example.com` } })
    const { roundId } = await waitingRound(store, signUp)
    const claim = await claimedClick(store, roundId)
    await store.ledger.settle(settlement(store, claim))
  }
  await store.ledger.linkSome(signer)
}

/** The file that was exported. */
async function exported(name: string, ...more: string[]): Promise<string> {
  const file = join(folder, name)
  expect(await audit('export', '--out', file, ...more)).toMatchObject({ code: 0, out: '' })
  return file
}

function change(file: string, from: string | RegExp, to: string): string {
  const changed = join(folder, `${randomUUID()}.jsonl`)
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(from)
  writeFileSync(changed, text.replace(from, to))
  return changed
}

describe('an export', () => {
  it('is verified as it was written, and without its applicants’ personal values', async () => {
    await approve(3)
    const file = await exported('all.jsonl')
    expect(readFileSync(file, 'utf8')).not.toContain('@example.com')
    const { code, out } = await audit('verify', file)
    expect(code).toBe(0)
    expect(out).toContain('Linked events: 4 (numbers 1 to 4). Not linked yet, so not protected: 0.')
    expect(out).toContain('No damage was found.')
    expect(out).toContain('No signed checkpoint and no witness covers anything')

    const whole = await exported('personal.jsonl', '--personal')
    expect(await audit('verify', whole)).toMatchObject({ code: 0 })
    expect((await audit('export', '--out', file)).err).toContain('is there already, and is left as it was')
  })

  it('shows every kind of damage', async () => {
    await approve(4)
    const file = await exported('all.jsonl')
    const asked: readonly (readonly [string, string])[] = [
      [change(file, '"sub":"guest-2"', '"sub":"guest-9"'), 'does not say what was recorded'],
      [change(file, /\n\{"id"[^\n]*"seq":3[^\n]*/, ''), 'Missing: number 3.'],
      [change(file, /\n\{"id"[^\n]*"seq":5[^\n]*/, ''), 'Missing at the end: number 5.'],
      [change(file, /\{"checkpoint[^\n]*\n/, ''), 'The file is not as it was exported'],
      [change(file, '{"end"', '{"ends"'), 'The file is not as it was exported'],
    ]
    for (const [changed, words] of asked) {
      const { code, out } = await audit('verify', changed)
      expect(out).toContain('DAMAGED')
      expect({ code, words: out.includes(words) ? words : out }).toEqual({ code: 1, words })
    }
    writeFileSync(join(folder, 'note.txt'), 'no export')
    expect(await audit('verify', join(folder, 'note.txt'))).toMatchObject({ code: 2, out: '' })
    expect((await audit('verify', join(folder, 'nothing'))).err).toContain('There is no such file.')
  })

  it('may begin later, and goes on where the last one ended', async () => {
    await approve(3)
    const before = await exported('before.jsonl')
    await approve(2, 'later')
    const since = new Date(store.clock.now().getTime() - 90 * 60_000).toISOString()
    const excerpt = await exported('excerpt.jsonl', '--since', since)
    expect(readFileSync(excerpt, 'utf8')).not.toContain('"guest-1"')
    const { code, out } = await audit('verify', excerpt)
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('begins after number 4') })

    // What was exported before is a witness of the store.
    const covered = await audit('verify', '--against', before)
    expect(covered).toMatchObject({ code: 0, out: expect.stringContaining('up to number 4.') })
    expect(covered.out).toContain('The last 2 are not covered')
  })

  it('is a table in which nothing is a formula', async () => {
    await approve(1, '=HYPERLINK("x")')
    const { code, out } = await audit('export', '--format', 'csv')
    expect(code).toBe(0)
    const [head, , row] = out.split('\r\n')
    expect(head).toContain('"seq","at","kind","pool_id","sub"')
    expect(row).toContain(`"'=HYPERLINK(""x"")-1"`)
    expect(row).toContain('"2026-05-01T13:00:00.000Z"')
    expect(out).not.toMatch(/(?:^|,)"[=+@-]/m)
  })
})

describe('the store', () => {
  it('is verified against heads that functions have logged, and a changed row is found', async () => {
    await approve(2)
    const rows = await store.database.selectFrom('audit_events').selectAll().orderBy('seq').execute()
    const head = rows.at(-1)?.chain_hash?.slice(0, 32) ?? ''
    const witness = join(folder, 'function.log')
    const said = { function: 'post-confirmation', verdict: 'signed', auditHead: head }
    const invented = { ...said, verdict: 'unsigned', auditHead: 'f'.repeat(32) }
    writeFileSync(
      witness,
      `2026-05-01T15:00:00Z ${JSON.stringify(said)}\nREPORT\n${JSON.stringify(invented)}\n`,
    )
    const well = await audit('verify', '--against', witness)
    expect(well).toMatchObject({ code: 0, out: expect.stringContaining('up to number 3.') })

    writeFileSync(witness, `3 ${'0'.repeat(64)}\n`)
    const other = await audit('verify', '--against', witness)
    expect(other).toMatchObject({
      code: 1,
      out: expect.stringContaining('A witness knows another hash of number 3'),
    })
    writeFileSync(witness, 'nothing\n')
    expect((await audit('verify', '--against', witness)).err).toContain('is a witness')
  })

  it('says which checkpoints its key has signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const der = publicKey.export({ format: 'der', type: 'spki' })
    const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16)
    await approve(1, 'guest', {
      keyId,
      sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
    })
    const file = join(folder, 'key.pem')
    writeFileSync(file, publicKey.export({ format: 'pem', type: 'spki' }))
    const { code, out } = await audit('verify', '--public-key', file)
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('1 signed') })
    writeFileSync(file, `APPROVAL_PUBLIC_KEYS=${der.subarray(-32).toString('base64url')}\n`)
    expect((await audit('verify', '--public-key', file)).out).toContain('Covered by a signed checkpoint')
    writeFileSync(file, 'no key')
    expect(await audit('verify', '--public-key', file)).toMatchObject({ code: 2, out: '' })
  })
})
