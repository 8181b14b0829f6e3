internal import MayflyCore
internal import MayflyJSON

/// Reads keywords about single values: any value, numbers, strings.
extension SchemaReading {
    private static let mostValues = 1000

    /// The rules of `type`, `enum`, `const`.
    func valueRules() -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let kinds = kinds() { rules.append(.type(kinds)) }
        if let value = value(.const) {
            rules.append(.oneOfValues([value.identity], text: value.canonicalText.excerpt(120), keyword: .const))
        }
        guard let value = value(.enum) else { return rules }
        guard case .array(let values) = value, (1...Self.mostValues).contains(values.count) else {
            fault(.enum, "must be a list of 1 to \(Self.mostValues) values")
            return rules
        }
        let identities = Set(values.map(\.identity))
        if identities.count < values.count { fault(.enum, "has a value twice") }
        let text = values.prefix(20).map(\.canonicalText).joined(separator: ", ").excerpt(200)
        rules.append(
            .oneOfValues(identities, text: "one of \(text)" + (values.count > 20 ? ", …" : ""), keyword: .enum)
        )
        return rules
    }

    private func kinds() -> [JSONKind]? {
        guard let value = value(.type) else { return nil }
        let names: [JSON] = if case .array(let elements) = value { elements } else { [value] }
        let kinds = names.compactMap { $0.text.flatMap(JSONKind.init(rawValue:)) }
        let all = JSONKind.allCases.map(\.rawValue)
        guard !names.isEmpty, kinds.count == names.count else {
            let wrong = names.first { JSONKind(rawValue: $0.text ?? "") == nil }?.text ?? ""
            fault(.type, "must be one of \(all.joined(separator: ", "))" + Suggestion.hint(for: wrong, among: all))
            return nil
        }
        if Set(kinds).count < kinds.count { fault(.type, "has a type twice") }
        return kinds
    }

    /// The rules of `minimum` and the like, and of `multipleOf`.
    func numberRules() -> [SchemaRule] {
        var rules: [SchemaRule] = []
        for keyword in [SchemaKeyword.minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum] {
            if let number = number(keyword) { rules.append(.bound(keyword, number)) }
        }
        if let number = number(.multipleOf) {
            if let divisor = ExactNumber.Divisor(number) {
                rules.append(.multiple(divisor, text: number.text))
            } else {
                fault(.multipleOf, "must be more than 0, with at most 18 digits")
            }
        }
        return rules
    }

    private func number(_ keyword: SchemaKeyword) -> ExactNumber? {
        guard let value = value(keyword) else { return nil }
        if case .number(let text) = value, let number = ExactNumber(text) { return number }
        fault(keyword, "must be a number of at most \(ExactNumber.longest) characters")
        return nil
    }

    /// The rules of `minLength`, `maxLength`, `pattern`, `format`.
    func textRules() -> [SchemaRule] {
        var rules = countRules(.minLength, .maxLength)
        if let value = value(.pattern) {
            if let text = value.text {
                do throws(PatternError) {
                    rules.append(.pattern(try Pattern(text)))
                } catch {
                    fault(.pattern, "\(error)")
                }
            } else {
                fault(.pattern, "must be a text")
            }
        }
        if let value = value(.format) {
            let names = TextFormat.allCases.map(\.rawValue)
            if let format = value.text.flatMap(TextFormat.init(rawValue:)) {
                rules.append(.format(format))
            } else {
                let hint = Suggestion.hint(for: value.text ?? "", among: names)
                fault(.format, "must be one of \(names.joined(separator: ", "))\(hint)")
            }
        }
        return rules
    }

    /// The rules of a pair of keywords that bound a count.
    func countRules(_ least: SchemaKeyword, _ most: SchemaKeyword) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        for keyword in [least, most] {
            guard let value = value(keyword) else { continue }
            if case .number(let text) = value, let count = ExactNumber(text)?.int, count >= 0 {
                rules.append(.count(keyword, count))
            } else {
                fault(keyword, "must be a whole number, 0 or more")
            }
        }
        if case .count(_, let low)? = rules.first, case .count(_, let high)? = rules.last, low > high {
            fault(least, "is more than \(most.rawValue): nothing could fulfil both")
        }
        return rules
    }
}
