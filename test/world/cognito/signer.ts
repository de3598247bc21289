// Whose credentials have signed a request: the access key id in its Authorization header.
import type { IncomingMessage } from 'node:http'

/** Null if it is not signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
export function signerOf({ headers: { authorization = '' } }: IncomingMessage): string | null {
  return (
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/\d{8}\/[\w-]+\/[\w-]+\/aws4_request, ?/.exec(authorization)?.[1] ??
    null
  )
}
