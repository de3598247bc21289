// Whether the profile that the environment names exists, as the SDK sees it.
import { loadSharedConfigFiles } from '@smithy/core/config'

/** Reads the SDK's two files (`~/.aws/config` and `~/.aws/credentials`, or those that its variables name). */
export async function isProfileMissing(profile: string): Promise<boolean> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true })
  return !(profile in configFile) && !(profile in credentialsFile)
}
