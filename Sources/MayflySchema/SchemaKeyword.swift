/// The supported keywords of JSON Schema 2020-12.
package enum SchemaKeyword: String, CaseIterable, Hashable, Sendable {
    case type
    case `enum`
    case const
    case properties
    case required
    case additionalProperties
    case minProperties
    case maxProperties
    case items
    case prefixItems
    case minItems
    case maxItems
    case uniqueItems
    case minimum
    case maximum
    case exclusiveMinimum
    case exclusiveMaximum
    case multipleOf
    case minLength
    case maxLength
    case pattern
    case format
    case allOf
    case anyOf
    case oneOf
    case not
    case `if`
    case then
    case `else`
    case reference = "$ref"
    case definitions = "$defs"
    case dialect = "$schema"
    case title
    case description
    case `default`
    case examples
    case comment = "$comment"
    case deprecated

    /// The only dialect.
    static let dialectName = "https://json-schema.org/draft/2020-12/schema"

    /// Keywords of the standard that a reader of a schema may expect, but that are not supported.
    static let unsupported: Set<String> = [
        "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies", "definitions",
        "contains", "minContains", "maxContains", "unevaluatedItems", "unevaluatedProperties", "additionalItems",
        "contentEncoding", "contentMediaType", "contentSchema", "readOnly", "writeOnly", "$id", "$anchor",
        "$vocabulary",
        "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "id", "nullable",
    ]
}
