// How far two texts are apart. The only file that imports fastest-levenshtein.
export { distance as editDistance } from 'fastest-levenshtein'
