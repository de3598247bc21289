// How much a sign-up is called what somebody typed.
import type { SignUp } from './sign-up.ts'
import { folded, phoneNumber } from './typed-text.ts'

/** Counts how many letters have to change to make one text of the other. */
export type EditDistance = (one: string, other: string) => number

/** What a sign-up is called by. */
export type Called = Pick<SignUp, 'sub' | 'userName' | 'attributes'>

/** 0: exactly so. The higher, the less alike. Null: not alike. */
export type Likeness = number | null

/** Longer texts are compared by their beginning, so that no stranger's text takes long. */
const mostLetters = 100

/** Compares texts as `folded` makes them, so that capital letters and quotes don't matter. */
export function createLikeness(
  { user, isForcedName }: { readonly user: string; readonly isForcedName: boolean },
  distance: EditDistance,
): (called: Called) => Likeness {
  const typed = short(folded(user))
  const phone = isForcedName ? null : phoneNumber(user)
  return (called) => {
    const names = isForcedName ? [called.userName] : namesOf(called)
    if (phone !== null && called.attributes['phone_number'] === phone) return 0
    const likenesses = names.map((name) => likenessOf(typed, short(folded(name)), distance))
    return likenesses.reduce(nearer, null)
  }
}

function namesOf({ sub, userName, attributes }: Called): readonly string[] {
  const { email, phone_number: phone, name } = named(attributes)
  return [sub, userName, email, phone, name].filter((one) => one !== undefined)
}

function named(attributes: Called['attributes']) {
  return { email: attributes['email'], phone_number: attributes['phone_number'], name: attributes['name'] }
}

function likenessOf(typed: string, name: string, distance: EditDistance): Likeness {
  if (typed === '') return null
  if (typed === name) return 0
  const [local, domain] = splitAddress(name)
  const [typedLocal, typedDomain] = splitAddress(typed)
  if (typedDomain !== null) {
    // Addresses of one domain are not alike for that.
    const apart = domain === null ? null : distanceIfNear(typedDomain, domain, distance)
    const locals = distanceIfNear(typedLocal, local, distance)
    return apart === null || locals === null ? null : 2 + apart + locals
  }
  const asName = partLikeness(typedLocal, local, distance)
  const words = name.split(/[\s._-]+/).map((word) => partLikeness(typedLocal, word, distance))
  return [asName, ...words].reduce(nearer, null)
}

function partLikeness(typed: string, part: string, distance: EditDistance): Likeness {
  if (typed === part) return 1
  if (typed.length >= 3 && part.startsWith(typed)) return 1.5
  const apart = distanceIfNear(typed, part, distance)
  return apart === null ? null : 2 + apart
}

/** Null if they differ in more than a slip of the fingers, which may swap two letters. */
function distanceIfNear(one: string, other: string, distance: EditDistance): number | null {
  if (one === other) return 0
  const most = Math.min(3, Math.floor(one.length / 3))
  if (Math.abs(one.length - other.length) > most) return null
  const apart = distance(one, other)
  const isSwapped = apart === 2 && one.length > 2 && sorted(one) === sorted(other)
  return apart <= most || isSwapped ? apart : null
}

function splitAddress(text: string): readonly [string, string | null] {
  const at = text.lastIndexOf('@')
  return at < 1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

function short(text: string): string {
  return text.slice(0, mostLetters)
}

function sorted(letters: string): string {
  return [...letters].toSorted().join('')
}

function nearer(one: Likeness, other: Likeness): Likeness {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
