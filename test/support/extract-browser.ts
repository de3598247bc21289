// Run as a separate process, because the package extracts itself into the folder that TMPDIR names.
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
