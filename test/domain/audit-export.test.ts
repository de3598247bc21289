// Which lines of logs, exports and notes are witnesses of the chain.
import { expect, it } from 'vitest'
import { witnessIn } from '../../src/domain/audit-export.ts'

const [short, whole] = ['0123456789abcdef'.repeat(2), '0123456789abcdef'.repeat(4)]

it.each([
  [short, { seq: null, hash: short, at: null }],
  [`12 ${whole}`, { seq: 12, hash: whole, at: null }],
  [
    `{"time":"1970-01-01T00:00:01Z","event":"e","seq":7,"chain":"${whole}","msg":"an audit event was linked"}`,
    { seq: 7, hash: whole, at: 1000 },
  ],
  [`{"seq":7,"hash":"${whole}"}`, { seq: 7, hash: whole, at: null }],
  [`{"seq":7,"at":5,"chain_hash":"${whole}","kind":"click-confirmed"}`, { seq: 7, hash: whole, at: 5 }],
  [
    `{"export":"x","exportedAt":"1970-01-01T00:00:01Z","head":{"seq":9,"hash":"${whole}"}}`,
    { seq: 9, hash: whole, at: 1000 },
  ],
  [`2026-05-01 INFO {"verdict":"signed","auditHead":"${short}"}`, { seq: null, hash: short, at: null }],
  [`auditHead: ${short}`, { seq: null, hash: short, at: null }],
])('%s', (line, witness) => {
  expect(witnessIn(line)).toEqual(witness)
})

it.each([
  '',
  'START RequestId: 5005a893-21d7-4d47-8806-5aa66450dece',
  `trace ${short}`,
  `{"verdict":"unsigned","auditHead":"${short}"}`,
  '{"seq":7}',
  '{"seq":"7","hash":3}',
  '{broken',
])('no witness: %s', (line) => {
  expect(witnessIn(line)).toBeNull()
})
