// What an operator types to keep others from reading a file.
import type { FileAccess } from '../domain/file-access.ts'
import { printable } from './printable.ts'

/** A shell's command. Only a file's owner can read it with mode 600. `user` is this process's. */
export function closingCommand(file: string, { owner }: Pick<FileAccess, 'owner'>, user: number): string {
  const word = inShell(printable(file))
  const close = `chmod 600 ${word}`
  return owner === user || user === 0 ? close : `chown ${user} ${word} && ${close}`
}

/** The same as a sentence. */
export function readableFileSentence(file: string, access: FileAccess, user: number): string {
  return `Warning: others can read ${printable(file)} (mode ${modeText(access)}), which is for you only. Type: ${closingCommand(file, access, user)}`
}

/** As `chmod` takes it. */
export function modeText({ mode }: Pick<FileAccess, 'mode'>): string {
  return mode.toString(8).padStart(4, '0')
}

function inShell(text: string): string {
  return /^[\w./@%+:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
