// deploy/cloudformation.yml allows each call that the code makes on its own pool, and nothing else to anybody.
import { readFileSync } from 'node:fs'
import * as cognito from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type AwsFeature, awsActions } from '../../src/domain/aws-actions.ts'
import { isAllowed, statementsOf, trustOf } from './iam.ts'
import { loadSchemas } from './schemas.ts'
import { account, makeStack, region, template } from './template.ts'

type Given = Readonly<Record<string, string>>

const poolId = `${region}_AbCdEfGhI`
const poolArn = `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`
const least: Given = { UserPoolId: poolId, MayDisable: 'no', MaySignOut: 'no', DoctorMayLook: 'no' }
const most: Given = {
  UserPoolId: poolId,
  MayAddToGroups: 'yes',
  NameApprovers: 'yes',
  FunctionsBucket: 'functions',
  OnUnsigned: 'disable',
  SignInNeedsGroup: 'customers',
}

/** Which parameter a feature needs; none for what every pool needs. The approvers' role is below. */
const parameters = {
  confirm: {},
  disable: { MayDisable: 'yes' },
  'sign-out': { MaySignOut: 'yes' },
  groups: { MayAddToGroups: 'yes' },
  doctor: { DoctorMayLook: 'yes' },
} as const satisfies Readonly<Partial<Record<AwsFeature, Given>>>
const features = ['confirm', 'disable', 'sign-out', 'groups', 'doctor'] as const

/** All that Cognito can do, as the SDK knows it. */
const everyCognitoAction = Object.keys(cognito)
  .filter((name) => name.endsWith('Command') && !name.startsWith('$'))
  .map((name) => `cognito-idp:${name.replace(/Command$/, '')}`)

/** What a role may do on its pool, of all that Cognito can do. */
function allowedTo(role: string, given: Given, resource = poolArn): readonly string[] {
  const statements = statementsOf(makeStack(given).resources, role)
  return everyCognitoAction.filter((action) => isAllowed(statements, { action, resource })).toSorted()
}

/** What these features call in Cognito. */
function calledBy(...of: readonly AwsFeature[]): readonly string[] {
  const all = of.flatMap((feature) => awsActions[feature].map(({ action }) => action))
  return all.filter((action) => action.startsWith('cognito-idp:')).toSorted()
}

test('every resource is as CloudFormation describes it', () => {
  const { resources } = makeStack(most)
  expect(Object.keys(template.Resources).filter((name) => !resources.has(name))).toEqual([])
  const problemsOf = loadSchemas()
  expect(problemsOf(resources)).toEqual([])
  const spoilt = new Map(
    [...resources].map(([name, made]) => [name, { ...made, properties: { Nonsense: '' } }]),
  )
  expect(problemsOf(spoilt).filter((problem) => problem.endsWith('there is none'))).toHaveLength(
    resources.size,
  )
})

test('every parameter stands in deploy/README.md', () => {
  const page = readFileSync(new URL('../../deploy/README.md', import.meta.url), 'utf8')
  const [, table = ''] = page.split('| parameter | what it is for |\n')
  const cells = table.split('\n\n')[0]?.matchAll(/^\| (.+?) \|/gm) ?? []
  const named = [...cells].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual(Object.keys(template.Parameters).toSorted())
})

describe('Countersign’s role', () => {
  test.each(features)(
    'may call what %s needs if that is wanted, and otherwise what every pool needs',
    (feature) => {
      expect(allowedTo('BotRole', { ...least, ...parameters[feature] })).toEqual(
        [...new Set(calledBy('confirm', feature))].toSorted(),
      )
    },
  )

  test('may call nothing on another pool, in another region or in another account', () => {
    const others = [
      poolArn.replace(poolId, `${region}_Other0000`),
      `${poolArn}x`,
      poolArn.replace(`:${region}:`, ':us-east-1:'),
      poolArn.replace(account, '999999999999'),
    ]
    const given = { ...most, NameApprovers: 'no' }
    expect(others.map((other) => allowedTo('BotRole', given, other))).toEqual([[], [], [], []])
  })

  test('may ask what it and the approvers’ role may do, and nobody else', () => {
    const mayAskAbout = (role: string) =>
      isAllowed(statementsOf(makeStack(most).resources, 'BotRole'), {
        action: 'iam:SimulatePrincipalPolicy',
        resource: `arn:aws:iam::${account}:role/${role}`,
      })
    expect(['BotRole', 'ApproverRole', 'Other'].map(mayAskAbout)).toEqual([true, true, false])
  })

  test.each(['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'])(
    'is taken on by %s if that runs it',
    (RunsOn) => {
      const { resources, outputs } = makeStack({ ...least, RunsOn })
      const mayBeTakenOn = (by: string) =>
        isAllowed(trustOf(resources, 'BotRole'), { action: 'sts:AssumeRole', resource: '', by })
      expect(mayBeTakenOn(RunsOn)).toBe(true)
      expect(mayBeTakenOn('lambda.amazonaws.com')).toBe(false)
      expect(outputs.has('BotInstanceProfile')).toBe(RunsOn === 'ec2.amazonaws.com')
    },
  )

  test('may be one that exists: then it gets the same rights, and none is made', () => {
    const given = { ...most, ExistingRole: 'mine' }
    expect(allowedTo('mine', given)).toEqual(allowedTo('BotRole', most))
    const { resources, outputs } = makeStack(given)
    expect([resources.has('BotRole'), outputs.get('BotRole')]).toEqual([false, 'mine'])
    expect(trustOf(resources, 'ApproverRole').map(({ Principal }) => Principal?.AWS)).toEqual(
      Array(2).fill(`arn:aws:iam::${account}:role/mine`),
    )
  })
})

describe('if decisions are to name their approver', () => {
  const { resources } = makeStack({ ...most, SlackTeamId: 'T1' })
  const decisions = features
    .flatMap((feature) => [...awsActions[feature]])
    .filter(({ on, isRead }) => on === 'pool' && !isRead)
    .map(({ action }) => action)
    .toSorted()

  test('only the approvers’ role can decide', () => {
    expect(allowedTo('ApproverRole', most)).toEqual(decisions)
    expect(allowedTo('BotRole', most).filter((action) => decisions.includes(action))).toEqual([])
  })

  const roleArn = `arn:aws:iam::${account}:role/ApproverRole`
  const names = { 'sts:RoleSessionName': 'cs-T1-U1', 'sts:SourceIdentity': 'slack-T1-U1' }

  test.each([
    ['sts:AssumeRole', names, true],
    ['sts:SetSourceIdentity', names, true],
    ['sts:AssumeRole', { ...names, 'sts:SourceIdentity': '' }, false],
    ['sts:AssumeRole', { ...names, 'sts:SourceIdentity': 'slack-T2-U1' }, false],
    ['sts:AssumeRole', { ...names, 'sts:RoleSessionName': 'somebody' }, false],
    ['sts:SetSourceIdentity', { 'sts:SourceIdentity': 'somebody' }, false],
    ['sts:TagSession', names, false],
  ])('it trusts Countersign’s role alone: %s as %j', (action, context, isTrusted) => {
    const may = (by: string) =>
      isAllowed(trustOf(resources, 'ApproverRole'), { action, resource: '', by, context })
    expect(may(`arn:aws:iam::${account}:role/BotRole`)).toBe(isTrusted)
    expect(may(`arn:aws:iam::${account}:role/Other`)).toBe(false)
  })

  test('Countersign may take on that role, and no other', () => {
    const statements = statementsOf(resources, 'BotRole')
    for (const action of ['sts:AssumeRole', 'sts:SetSourceIdentity']) {
      expect(isAllowed(statements, { action, resource: roleArn })).toBe(true)
      expect(isAllowed(statements, { action, resource: `arn:aws:iam::${account}:role/Other` })).toBe(false)
    }
  })
})

describe('the functions', () => {
  const { resources } = makeStack(most)
  const lambda = z.object({
    Handler: z.string().regex(/^[a-z-]+\.handler$/),
    Role: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
  })
  const functions = ['PostConfirmation', 'PreTokenGeneration'].map((name) => ({
    name,
    ...lambda.parse(resources.get(name)?.properties),
  }))

  test('are files of ours, which read exactly these variables', () => {
    for (const { Handler, Environment } of functions) {
      const source = readFileSync(
        new URL(`../../src/functions/${Handler.replace('.handler', '.mjs')}`, import.meta.url),
        'utf8',
      )
      expect(source).toContain('export const handler =')
      const read = new Set(
        [...source.matchAll(/environment\['([A-Z_]+)'\]/g)].map(([, variable]) => variable),
      )
      expect([...read].toSorted()).toEqual(Object.keys(Environment.Variables).toSorted())
    }
  })

  test.each([
    ['report', []],
    ['disable', ['cognito-idp:AdminDisableUser']],
  ])('may call what they need: %s', (OnUnsigned, actions) => {
    expect(allowedTo('PostConfirmationRole', { ...most, OnUnsigned })).toEqual(actions)
    expect(allowedTo('PreTokenGenerationRole', most)).toEqual([])
  })

  test.each(functions)(
    '$name writes to its own log, and only Cognito may call it, for this pool',
    ({ name, Role }) => {
      const may = (action: string, resource: string) =>
        isAllowed(statementsOf(resources, Role.replace(/.*\//, '')), { action, resource })
      expect(may('logs:PutLogEvents', `${name}Log.Arn`)).toBe(true)
      expect(may('logs:PutLogEvents', 'OtherLog.Arn')).toBe(false)
      expect(template.Resources[`${name}Log`]?.DeletionPolicy).toBe('Retain')
      expect(resources.get(`${name}Permission`)?.properties).toEqual({
        Action: 'lambda:InvokeFunction',
        FunctionName: `${name}.Arn`,
        Principal: 'cognito-idp.amazonaws.com',
        SourceAccount: account,
        SourceArn: poolArn,
      })
    },
  )

  test('are made only if somebody wants them', () => {
    const without = [...makeStack(least).resources.values()]
    expect(without.filter(({ type }) => type.startsWith('AWS::Lambda'))).toEqual([])
    const { SignInNeedsGroup: _, ...others } = most
    expect(makeStack(others).resources.has('PreTokenGeneration')).toBe(false)
  })
})
