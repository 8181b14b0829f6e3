/// Labels and values, one per line with aligned values; control characters in both are shown as escapes.
package struct FieldList {
    private var fields: [(label: String, value: String)] = []

    package init() {}

    /// Adds a line, unless there is no value.
    package mutating func add(_ label: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        fields.append((Escape.line(label), Escape.line(value)))
    }

    /// Adds several lines under one label.
    package mutating func add(_ label: String, _ values: [String]) {
        for (index, value) in values.enumerated() {
            fields.append((index == 0 ? Escape.line(label) : "", Escape.line(value)))
        }
    }

    package var lines: [String] {
        let width = fields.map { TextWidth.columns(of: $0.label) }.max() ?? 0
        return fields.map { label, value in
            label + String(repeating: " ", count: width - TextWidth.columns(of: label) + 2) + value
        }
    }
}
