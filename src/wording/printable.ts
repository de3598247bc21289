// For a terminal and a log, which show what they are given.

/** What somebody else wrote, on one line and with nothing invisible in it. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
}
