// Makes untrusted text safe for a terminal and a log, which show anything they get.

/** Untrusted text on one line, without invisible characters. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
}
