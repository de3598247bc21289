// Whether the process in this container answers, for Docker: asks /livez if OBSERVE_PORT is set.
import { get } from 'node:http'

const { OBSERVE_PORT: port, OBSERVE_HOST: host } = process.env

if (port)
  get({ host: host || '127.0.0.1', port, path: '/livez', timeout: 4000 }, ({ statusCode }) =>
    process.exit(statusCode === 200 ? 0 : 1),
  )
    .on('timeout', () => process.exit(1))
    .on('error', () => process.exit(1))
