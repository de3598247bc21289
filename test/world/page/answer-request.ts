// What the page's server answers: the page, its files, its events, and what is done on it.
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readKey } from './cast.ts'
import { doDeed } from './do-deed.ts'
import { drawPage } from './draw-page.ts'
import { makeDrawScreen } from './draw-screen.ts'
import { securityHeaders, whyRefused } from './guard-request.ts'
import { sendLive } from './send-live.ts'
import type { World } from './world.ts'

const script = 'text/javascript; charset=utf-8'

const look = 'text/css; charset=utf-8'

const files = new Map([
  ['/page.js', script],
  ['/complete-commands.js', script],
  ['/post.js', script],
  ['/show-events.js', script],
  ['/say.js', script],
  ['/send-rush.js', script],
  ['/tell-news.js', script],
  ['/use-blocks.js', script],
  ['/use-home.js', script],
  ['/use-product.js', script],
  ['/frame.css', look],
  ['/controls.css', look],
  ['/dialogs.css', look],
  ['/first-steps.css', look],
  ['/product.css', look],
  ['/slack.css', look],
  ['/blocks.css', look],
  ['/happened.css', look],
  ['/icon.svg', 'image/svg+xml'],
  ['/emoji.svg', 'image/svg+xml'],
])

const mostBytes = 100_000

/** Answers one request; rejects only because of a bug of ours. */
export function makeAnswerRequest(
  world: World,
): (request: IncomingMessage, response: ServerResponse, port: number) => Promise<void> {
  const drawScreen = makeDrawScreen(world)

  return async (request, response, port) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    const refusal = whyRefused(request, port)
    if (refusal !== undefined) return say(response, 403, refusal)
    const address = URL.parse(request.url ?? '/', 'http://localhost')
    if (address === null) return say(response, 400, 'This is not an address.')
    const { pathname, searchParams } = address
    if (request.method === 'POST') return answerDeed(world, pathname, request, response)
    const viewer = world.cast.person(readKey(searchParams.get('as')))
    if (pathname === '/events') return sendLive({ world, drawScreen, viewer }, response)
    if (pathname === '/')
      return reply(response, 'text/html; charset=utf-8', drawPage(world, viewer, drawScreen(viewer)))
    const type = files.get(pathname)
    if (type === undefined) return say(response, 404, 'There is no such page.')
    reply(response, type, readFileSync(new URL(`client${pathname}`, import.meta.url)))
  }
}

async function answerDeed(
  world: World,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request)
  if (body === undefined) return say(response, 400, 'This is not JSON, or it is too long.')
  const answer = await doDeed(world, pathname, body)
  if (answer === undefined) return say(response, 400, 'This cannot be done here.')
  reply(response, 'application/json', JSON.stringify(answer))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > mostBytes) return undefined
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function reply(response: ServerResponse, type: string, body: string | Buffer): void {
  response.setHeader('content-type', type)
  response.end(body)
}

function say(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words)
}
