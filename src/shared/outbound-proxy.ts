// The proxy between this process and the outside world, as the environment names it.

/** As in `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; empty where a variable is unset. */
export interface OutboundProxy {
  readonly httpsProxy: string
  readonly httpProxy: string
  /** Hosts that are reached directly, comma-separated. */
  readonly noProxy: string
}
