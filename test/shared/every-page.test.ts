import { expect, test } from 'vitest'
import { EndlessList, everyPage, type PageBounds, unbounded } from '../../src/shared/every-page.ts'

/** Reads a list to its end; `nextToken` says what follows the page of a token. */
async function readAll(nextToken: (page: number) => string | null, bounds?: PageBounds) {
  let read = 0
  const page = async () => {
    read += 1
    return { nextToken: nextToken(read) }
  }
  let seen = 0
  const reading = async () => {
    for await (const _ of everyPage(page, bounds)) seen += 1
  }
  const end = await reading().catch((error: unknown) => error)
  return { seen, end }
}

const bounds: PageBounds = { pages: 3, milliseconds: 1000, elapsed: () => 0 }

test('a list is read up to the page without a token', async () => {
  const three = (page: number) => (page < 3 ? `token ${page}` : null)
  expect(await readAll(three)).toEqual({ seen: 3, end: undefined })
  expect(await readAll(three, bounds)).toEqual({ seen: 3, end: undefined })
})

test('a list with more pages than anybody could look through has no end', async () => {
  expect(await readAll((page) => `token ${page}`, bounds)).toEqual({ seen: 3, end: expect.any(EndlessList) })
  expect((await readAll((page) => `token ${page}`)).seen).toBe(10_000)
})

test('a list may be longer for whoever waits for the whole of it, unless a token comes again', async () => {
  const long = (page: number) => (page < 20_000 ? `token ${page}` : null)
  expect(await readAll(long, unbounded)).toEqual({ seen: 20_000, end: undefined })
  expect((await readAll(() => 'token', unbounded)).end).toBeInstanceOf(EndlessList)
})

test('a list whose pages take too long has no end', async () => {
  let at = 0
  const elapsed = () => {
    at += 400
    return at
  }
  const { seen, end } = await readAll((page) => `token ${page}`, { ...bounds, pages: 100, elapsed })
  expect({ seen, end }).toEqual({ seen: 3, end: expect.any(EndlessList) })
})

test('a list that gives a token twice has no end, even after others in between', async () => {
  const { seen, end } = await readAll((page) => `token ${page % 3}`)
  expect({ seen, end }).toEqual({ seen: 4, end: expect.any(EndlessList) })
})
