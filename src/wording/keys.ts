// What `npm run keys` prints: lines of an environment file, with comments.

interface PrintedKey {
  readonly keyId: string
  /** The line that sets the private key, or the file with it. */
  readonly privateLine: string
  /** The new one first. */
  readonly publicKeys: readonly string[]
}

export const keysSays = {
  usage:
    'Usage: npm run keys, which prints a pair of keys and writes nothing.\n' +
    'Or: npm run keys -- --write FILE, which writes the private key to FILE, for its owner only, and prints the rest.',
  pair: ({ keyId, privateLine, publicKeys }: PrintedKey): readonly string[] => [
    `# For Countersign: the private key, a secret. Its id is ${keyId}.`,
    privateLine,
    '',
    '# For the post confirmation function: the public key.',
    ...(publicKeys.length > 1
      ? [
          '# The second one is that of the key which Countersign uses now. First set both here, then give the new private key',
          '# to Countersign, and half an hour later remove the second one here.',
        ]
      : []),
    `APPROVAL_PUBLIC_KEYS=${publicKeys.join(',')}`,
  ],
  /** `code` is the system's. */
  notWritten: (code: string) =>
    code === 'EEXIST'
      ? 'That file exists already, and is left as it was. Name another one.'
      : `The file could not be written (${code}). Nothing was printed: fix it, then type the same again.`,
} as const
