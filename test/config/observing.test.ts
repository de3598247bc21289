// Where health checks are answered, and where heartbeats go.
import { expect, test } from 'vitest'
import { configOf, environment, problemsIn } from './environment.ts'

test('health checks are answered only if there is a port, and to this machine unless an address is given', () => {
  expect(configOf(environment({ OBSERVE_HOST: '0.0.0.0' })).observing).toBeNull()
  expect(configOf(environment({ OBSERVE_PORT: '9464' })).observing).toEqual({ host: '127.0.0.1', port: 9464 })
  expect(configOf(environment({ OBSERVE_PORT: '9464', OBSERVE_HOST: '::' })).observing?.host).toBe('::')
})

test('the address of a Kubernetes service is no port of ours', () => {
  expect(configOf(environment({ OBSERVE_PORT: 'tcp://10.0.0.11:80' })).observing).toBeNull()
})

test('HTTP mode needs another port; beside Socket Mode, PORT is somebody else’s', () => {
  const ports = { PORT: '3000', OBSERVE_PORT: '3000' }
  expect(problemsIn(environment({ ...ports, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'abc' }))).toEqual([
    'OBSERVE_PORT and PORT are the same. Expected a port for each: health checks have their own.',
  ])
  expect(problemsIn(environment(ports))).toEqual([])
})

test.each([
  'https://heartbeats.example.com/ping/hush',
  'https://heartbeats.example.com/ping?key=hush',
  'http://127.0.0.1:9000/ping',
  'http://[::1]/',
])('heartbeats may go to %s', (given) => {
  expect(configOf(environment({ HEARTBEAT_URL: given })).heartbeatUrl).toBe(given)
})

test.each([
  ['heartbeats.example.com/ping', 'It begins with https:// or, for this very machine, http://.'],
  ['http://heartbeats.example.com/ping', 'Its path would travel unencrypted: use https.'],
  ['https://ada:hush@heartbeats.example.com/', 'Leave out the user name and the password.'],
])('%s is refused, and why is said', (given, advice) => {
  expect(problemsIn(environment({ HEARTBEAT_URL: given }))).toEqual([
    'HEARTBEAT_URL has a wrong value. Expected an https address without credentials (http only for this very machine), ' +
      `for example https://heartbeats.example.com/ping/your-check. ${advice}`,
  ])
})
