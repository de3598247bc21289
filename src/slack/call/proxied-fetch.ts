// The Web API through a proxy.
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'
import type { OutboundProxy } from '../../shared/outbound-proxy.ts'

/** From now on, this process's `fetch` uses the proxy: calls of the Web API, and private answers. */
export function fetchThrough(proxy: OutboundProxy): void {
  setGlobalDispatcher(new EnvHttpProxyAgent(proxy))
}
