/// One metric: its name, its description, and a number for each combination of its labels' values.
struct MetricFamily: Sendable {
    /// The type of the metric, as Prometheus names it.
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// One number.
    struct Sample: Sendable {
        /// The suffix of the family's name: `_bucket`, `_sum`, `_count`, or nothing.
        var suffix = ""
        var labels: [(name: String, value: String)] = []
        var value: String
    }

    var name: String
    var kind: Kind
    var help: String
    var samples: [Sample]

    init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
    }

    /// Makes a metric with a single number and no labels.
    init(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        self.init(name, kind, help, [Sample(value: "\(value)")])
    }

    /// Makes a metric with a number for each value of one label.
    init(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        by label: String,
        _ values: some Sequence<(value: String, count: some BinaryInteger)>
    ) {
        self.init(name, kind, help, values.map { Sample(labels: [(label, $0.value)], value: "\($0.count)") })
    }

    /// The metric in Prometheus' text format 0.0.4.
    var text: String {
        var lines = ["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"]
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            lines.append("\(name)\(sample.suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
