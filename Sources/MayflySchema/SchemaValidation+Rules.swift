internal import MayflyCore
internal import MayflyJSON

extension SchemaValidation {
    /// Checks a value against one rule.
    mutating func check(_ value: JSON, _ rule: SchemaRule) {
        switch rule {
        case .type(let kinds):
            if case .number(let text) = value { charge(text.utf8.count) }
            if !kinds.contains(where: { $0.contains(value) }) {
                fail(.type, "must be \(kinds.map(\.phrase).joined(separator: " or "))")
            }
        case .oneOfValues(let values, let text, let keyword):
            let identity = value.identity
            charge(identity.count)
            if !values.contains(identity) { fail(keyword, "must be \(text)") }
        case .count(let keyword, let bound): checkCount(value, keyword, bound)
        case .bound, .multiple: checkNumber(value, rule)
        case .pattern, .format: checkText(value, rule)
        case .members, .required: checkMembers(value, rule)
        case .elements, .unique: checkElements(value, rule)
        default: checkCombined(value, rule)
        }
    }

    private mutating func checkCount(_ value: JSON, _ keyword: SchemaKeyword, _ bound: Int) {
        let (count, what): (Int, String)
        switch (keyword, value) {
        case (.minLength, .string(let text)), (.maxLength, .string(let text)):
            charge(text.utf8.count / 8)
            (count, what) = (text.unicodeScalars.count, "characters")
        case (.minItems, .array(let elements)), (.maxItems, .array(let elements)):
            (count, what) = (elements.count, "elements")
        case (.minProperties, .object(let members)), (.maxProperties, .object(let members)):
            (count, what) = (members.count, "members")
        default: return
        }
        let isLeast = [.minLength, .minItems, .minProperties].contains(keyword)
        guard isLeast ? count < bound : count > bound else { return }
        fail(keyword, "must have \(isLeast ? "at least" : "at most") \(bound) \(what), has \(count)")
    }

    private mutating func checkNumber(_ value: JSON, _ rule: SchemaRule) {
        guard case .number(let text) = value, let number = ExactNumber(text) else { return }
        charge(text.utf8.count)
        switch rule {
        case .bound(.minimum, let bound) where number < bound: fail(.minimum, "must be at least \(bound.text)")
        case .bound(.maximum, let bound) where number > bound: fail(.maximum, "must be at most \(bound.text)")
        case .bound(.exclusiveMinimum, let bound) where number <= bound:
            fail(.exclusiveMinimum, "must be more than \(bound.text)")
        case .bound(.exclusiveMaximum, let bound) where number >= bound:
            fail(.exclusiveMaximum, "must be less than \(bound.text)")
        case .multiple(let divisor, let text) where !number.isMultiple(of: divisor):
            fail(.multipleOf, "must be a multiple of \(text)")
        default: break
        }
    }

    private mutating func checkText(_ value: JSON, _ rule: SchemaRule) {
        guard case .string(let text) = value else { return }
        switch rule {
        case .pattern(let pattern):
            if !matches(text, pattern) { fail(.pattern, "must match \(pattern.text.excerpt(120))") }
        case .format(let format):
            if !format.accepts(text) { fail(.format, "must be \(format.phrase)") }
        default: break
        }
    }

    private mutating func checkMembers(_ value: JSON, _ rule: SchemaRule) {
        guard case .object(let members) = value else { return }
        charge(members.count * 10)
        switch rule {
        case .required(let names):
            let given = Set(members.map { Array($0.name.utf8) })
            charge(names.count)
            for name in names where !given.contains(Array(name.utf8)) {
                fail(.required, "'\(name.excerpt())' is missing")
            }
        case .members(let schemas, let others):
            for member in members where !isDone { check(member, schemas, others: others) }
        default: break
        }
    }

    private mutating func check(_ member: JSON.Member, _ schemas: [[UInt8]: Int], others: Int?) {
        if let schema = schemas[Array(member.name.utf8)] {
            check(member.value, schema, at: member.name)
        } else if let others {
            guard isNever(others) else { return check(member.value, others, at: member.name) }
            let name = member.name
            fail(.additionalProperties, Self.unknown(name, among: schemas.keys), at: name)
        }
    }

    /// The fault of an unknown member, with the known ones.
    private static func unknown(_ name: String, among keys: some Collection<[UInt8]>) -> String {
        let known = keys.prefix(100).map { String(decoding: $0, as: UTF8.self) }.sorted()
        let hint = Suggestion.hint(for: name, among: known)
        let names = known.isEmpty ? "none is known" : "known are \(known.joined(separator: ", ").excerpt(200))"
        return "there is no '\(name.excerpt())'" + (hint.isEmpty ? "; \(names)" : hint)
    }

    private mutating func checkElements(_ value: JSON, _ rule: SchemaRule) {
        guard case .array(let elements) = value else { return }
        charge(elements.count)
        switch rule {
        case .elements(let first, let others):
            for (index, element) in elements.enumerated() {
                guard let schema = index < first.count ? first[index] : others else { return }
                check(element, schema, at: "\(index)")
            }
        case .unique:
            var seen: Set<[UInt8]> = []
            for (index, element) in elements.enumerated() {
                let identity = element.identity
                charge(identity.count)
                if !seen.insert(identity).inserted { fail(.uniqueItems, "is in the list already", at: "\(index)") }
            }
        default: break
        }
    }

    private mutating func checkCombined(_ value: JSON, _ rule: SchemaRule) {
        switch rule {
        case .reference(let schema): check(value, schema)
        case .all(let schemas): for schema in schemas { check(value, schema) }
        case .any(let schemas):
            if !schemas.contains(where: { accepts(value, $0) }) {
                fail(.anyOf, "must fulfil at least one of \(schemas.count) schemas, and fulfils none")
            }
        case .one(let schemas):
            let count = schemas.reduce(0) { $0 + (accepts(value, $1) ? 1 : 0) }
            if count != 1 { fail(.oneOf, "must fulfil exactly one of \(schemas.count) schemas, and fulfils \(count)") }
        case .not(let schema):
            if accepts(value, schema) { fail(.not, "fulfils what must not be fulfilled") }
        case .condition(let condition, let then, let otherwise):
            if let schema = accepts(value, condition) ? then : otherwise { check(value, schema) }
        default: break
        }
    }
}
