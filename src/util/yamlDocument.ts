import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  YAMLParseError,
} from 'yaml'

/** How many tokens outside of any document, such as surplus brackets, are read: each is an error, and users see a hundred. */
const maxStrayTokens = 100

/**
 * The first document of a YAML text, as `parseDocument` of the library gives it with `prettyErrors: false`, but a text of
 * mistakes takes no longer than a right one: the library makes an error with a stack for each of a million brackets.
 * @throws RangeError if the text is nested too deep
 */
export function parseYamlDocument(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions,
): Document.Parsed {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const tokens = new Parser(options.lineCounter?.addNewLine).parse(text)
    // With `true` there is a document also of a text without any.
    const documents = new Composer(options).compose(withoutManyStrays(tokens), true, text.length)
    const { value: first } = documents.next() as IteratorYieldResult<Document.Parsed>
    const { value: second } = documents.next()
    if (second && options.logLevel !== 'silent')
      first.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'a second document'))
    return first
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function* withoutManyStrays(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let strays = 0
  for (const token of tokens) {
    if (token.type === 'error') strays += 1
    if (strays > maxStrayTokens) return
    yield token
  }
}
