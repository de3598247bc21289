// The proxy, from the variables that other programs read as well, in capital or small letters.
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { variableSays } from '../wording/config-variables.ts'
import type { Given } from './variable-names.ts'

/** Null if none is set. */
export function proxyFrom(given: Given): OutboundProxy | null {
  const [httpsProxy, httpProxy] = [settingOf(given, 'HTTPS_PROXY'), settingOf(given, 'HTTP_PROXY')]
  if (httpsProxy === '' && httpProxy === '') return null
  return { httpsProxy, httpProxy, noProxy: settingOf(given, 'NO_PROXY') }
}

/** A line for each address that is none. */
export function proxyProblems(given: Given): readonly string[] {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) => {
    const address = settingOf(given, name)
    const isAddress = address === '' || /^https?:$/.test(URL.parse(address)?.protocol ?? '')
    return isAddress ? [] : [variableSays.badProxy(name)]
  })
}

function settingOf(given: Given, name: string): string {
  return given[name.toLowerCase()] ?? given[name] ?? ''
}
