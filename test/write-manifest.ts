// npm run manifest: writes manifest.http.yml anew, after a change of manifest.yml.
import { writeFileSync } from 'node:fs'
import { httpManifest, makeHttpManifest } from './support/http-manifest.ts'

writeFileSync(httpManifest, makeHttpManifest())
