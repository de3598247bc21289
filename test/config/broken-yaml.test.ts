// What an operator reads if the pools file is not valid YAML.
import { expect, test } from 'vitest'
import { goodFile, poolWith, problemsInFile, required } from './pools-file.ts'

test.each([
  ['a tab', 'pools:\n\t- id: local_1\n', 2, 'A tab stands where the line is indented. Expected spaces.'],
  [
    'too little indentation',
    'pools:\n  - id: local_1\n   channel: C1\n',
    3,
    'Indent the keys of one pool alike',
  ],
  ['a colon in a value', 'pools:\n  - name: Team: A\n', 2, 'a value that holds ": " needs quotation marks'],
  [
    'a missing colon',
    'pools:\n  - id: local_1\n    channel C1\n    name: x\n',
    3,
    'A colon with a space after it is missing.',
  ],
  ['a missing quotation mark', 'pools:\n  - id: "local_1\n', 3, 'close every quotation mark'],
  ['one quotation mark too many', "pools:\n  - name: 'Ada's pool'\n", 2, 'holds none of its own kind'],
  ['a missing bracket', 'pools: [\n', 2, 'close every quotation mark and bracket'],
  ['a second document', 'pools: []\n---\na: b\n', 2, 'A second document begins here.'],
  ['an alias without an anchor', 'pools:\n  - *pool\n', 2, 'no anchor of this name stands above it'],
  ['an empty alias', 'pools:\n  - *\n', 2, 'needs quotation marks'],
  ['a list as a key', '? [a]\n: b\n', 1, 'This is not valid YAML.'],
  [
    'text in UTF-16',
    '\u{fffd}\u{fffd}p\0o\0o\0l\0s\0:\0\n\0',
    1,
    'Expected a text file that was saved as UTF-8.',
  ],
  ['an image', 'pools:\n\n\0\u{1}', 3, 'Expected a text file that was saved as UTF-8.'],
  [
    'a novel',
    'It was a dark and stormy night.\n'.repeat(10_000),
    1,
    'the file is too long to be one of pools.',
  ],
  ['a thousand brackets', `pools: ${'['.repeat(10_000)}`, 1, 'This is nested too deeply to be read.'],
])('%s is reported with its line', (_, text, line, saying) => {
  const [problem = '', ...others] = problemsInFile(text)
  expect(others).toEqual([])
  expect(problem.startsWith(`CONFIG_FILE line ${line}: `)).toBe(true)
  expect(problem).toContain(saying)
})

test('several broken lines are reported at once', () => {
  expect(problemsInFile('pools:\n\t- id: x\n\t- id: y\n').map((line) => line.split(':')[0])).toEqual([
    'CONFIG_FILE line 2',
    'CONFIG_FILE line 3',
  ])
})

test.each([
  [
    'a key that occurs twice',
    'channel: C2',
    'channel stands here for the second time. Expected each key once.',
  ],
  ['a tag', 'name: !env NAME', 'A value that begins with "!" needs quotation marks'],
  ['an unknown escape', 'name: "a\\qb"', 'A "\\" in double quotation marks needs a second one'],
  [
    'a handle without quotation marks',
    'name: @admins',
    'needs quotation marks, for example "@sign-up-approvers"',
  ],
])('%s does not keep other problems from being reported', (_, line, saying) => {
  const problems = problemsInFile(poolWith(...required, line, 'attributes: x'))
  expect(problems).toEqual([
    expect.stringMatching(/^CONFIG_FILE line 5: /),
    expect.stringContaining('CONFIG_FILE line 6: pools[0].attributes has a wrong value.'),
  ])
  expect(problems[0]).toContain(saying)
})

test('a few lines that would grow into gigabytes are refused at once', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`)
  }
  expect(problemsInFile(bomb.join('\n'))).toEqual([
    expect.stringMatching(/^CONFIG_FILE line 2: Values that begin with "\*" repeat too much of the file\./),
  ])
})

test('a list that contains itself does not keep the program busy', () => {
  expect(problemsInFile('pools: &all [*all]')).toEqual([expect.stringContaining('pools[0] is a list.')])
})

test('wherever a file is cut off, it is either valid or its problems are reported, and nothing is thrown', () => {
  for (const length of goodFile.split('').keys()) {
    const problems = problemsInFile(goodFile.slice(0, length))
    expect(problems.every((line) => /^CONFIG_FILE line [1-9]\d*: /.test(line))).toBe(true)
  }
})
