// Checks Node and its packages and reads `.env`, before any TypeScript: what is missing is told in a sentence, and not in a
// stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isAtLeast = (wanted, least) => major > wanted || (major === wanted && minor >= least)

if (!isAtLeast(22, 18)) refuse(needs('Node.js 22.18 or later'))
if (!isInstalled('zod')) refuse('Its packages are not installed. Type: npm ci --omit=dev --ignore-scripts')
readDotEnv()
const usesProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => process.env[name])
if (usesProxy && !(major === 24 ? isAtLeast(24, 5) : isAtLeast(22, 21)))
  refuse(needs('Node.js 22.21, or 24.5 or later, to use a proxy'))

// One package stands for all: npm installs them together.
function isInstalled(name) {
  try {
    import.meta.resolve(name)
    return true
  } catch {
    return false
  }
}

// A variable that is set already takes precedence over the file's.
function readDotEnv() {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if (error.code !== 'ENOENT')
      refuse(`It can't read the file .env (${error.code}). Let this process read it, or remove it.`)
  }
}

function needs(what) {
  return `It needs ${what}, and this is ${process.versions.node}. Install a newer one, for example from https://nodejs.org.`
}

function refuse(sentence) {
  process.stderr.write(`Countersign can't start:\n  ${sentence}\n`)
  process.exit(78)
}
