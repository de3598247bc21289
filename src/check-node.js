// Old JavaScript, so that an old Node says in a sentence what is missing, and not in a stack trace. Imported first.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isAtLeast = (wanted, least) => major > wanted || (major === wanted && minor >= least)

const usesProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => process.env[name])

if (!isAtLeast(22, 18)) refuse('It needs Node.js 22.18 or later')
else if (usesProxy && !(major === 24 ? isAtLeast(24, 5) : isAtLeast(22, 21)))
  refuse('To use a proxy, it needs Node.js 22.21, or 24.5 or later')

function refuse(need) {
  const { node } = process.versions
  process.stderr.write(
    `Countersign can't start:\n  ${need}, and this is ${node}. Install a newer one, for example from https://nodejs.org.\n`,
  )
  process.exit(78)
}
