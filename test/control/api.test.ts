import { openApi, operations, pathKeys } from '../../src/control/api.ts'

interface Described {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}

describe('the contract of the admin API', () => {
  const document = openApi('1.2.3') as Described

  test('describes every operation, and the events, as OpenAPI 3.1', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(document.openapi).toBe('3.1.0')
    expect(ids.sort()).toEqual([...Object.keys(operations), 'events'].sort())
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('a key of the request that stands in the path is a parameter and no part of the body', () => {
    const { post } = document.paths['/appliances/{appliance}/assumed-state'] ?? {}
    expect(post).toMatchObject({
      parameters: [{ name: 'appliance', in: 'path', required: true }],
      requestBody: { content: { 'application/json': { schema: { properties: { state: {}, unknown: {} } } } } },
    })
    expect(JSON.stringify(post)).not.toContain('"appliance":{"type"')
  })

  test.each(Object.entries(operations))(
    'every key in the path of %s is one of its request',
    (_name, { path, request }) => {
      expect(Object.keys(request.shape)).toEqual(expect.arrayContaining([...pathKeys(path)]))
    },
  )

  test('no two operations have the same method and path', () => {
    const keys = Object.values(operations).map(({ method, path }) => `${method} ${path}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
