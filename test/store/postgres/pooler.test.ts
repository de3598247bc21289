// Behind a pooler, a connection works while the database is away: the outage shows at the query.
import { expect, test } from 'vitest'
import { connectingTo } from '../../../src/store/postgres/address.ts'
import { createPool } from '../../../src/store/postgres/pool.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'

const away = 'the database does not answer: until it does, no click is accepted and nothing is carried out'
const refusing =
  'the database lets Countersign in no more: until it does, no click is accepted and nothing is carried out'
const back = 'the database answers again'

test('an outage that shows at the query is logged once, and its end at the next answer', async () => {
  const log = createReadableLog()
  const connecting = connectingTo(await freshDatabase())
  const pool = createPool({ connecting, name: 'a database', log })
  const ask = async (statement: string) => {
    const client = await pool.connect()
    try {
      return await client.query(statement, [])
    } finally {
      client.release()
    }
  }
  const fails = (code: string) =>
    expect(
      ask(`do $$ begin raise exception 'refused by the pooler' using errcode = '${code}'; end $$`),
    ).rejects.toMatchObject({ code })
  await ask('select 1')
  for (const code of ['08P01', '57P01', '08006']) await fails(code)
  expect(log.lines.map(({ message }) => message)).toEqual([away])
  expect(log.lines[0]?.facts).toMatchObject({ database: 'a database', code: '08P01' })
  await ask('select 1')
  expect(log.lines.map(({ message }) => message)).toEqual([away, back])
  // The database has answered, if only with a refusal.
  for (const code of ['23505', '40001', '57014']) await fails(code)
  expect(log.lines).toHaveLength(2)
  await pool.end()
})

test('a database that answers and refuses the connection is not said to give no answer', async () => {
  const log = createReadableLog()
  const connecting = { ...connectingTo(await freshDatabase()), user: 'nobody_known' }
  const pool = createPool({ connecting, name: 'a database', log })
  for (const _ of [1, 2]) await expect(pool.connect()).rejects.toMatchObject({ code: '28000' })
  expect(log.lines.map(({ message }) => message)).toEqual([refusing])
  await pool.end()
})
