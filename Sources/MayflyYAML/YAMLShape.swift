internal import CYaml

/// Checks the events of a document before anything is built from it.
///
/// The builder replaces aliases by whole values and compares keys with all their content, so that a few lines could keep it busy without
/// end. This check builds nothing, and its work is proportional to the file.
struct YAMLShape {
    /// The deepest nesting: that of JSON, and room for the document around it.
    static let deepest = 100
    /// The most values, including keys.
    static let mostNodes = 20_000

    /// Why a document must not be built, and where; line and column are counted from 1.
    struct Problem {
        let message: String
        let line: Int
        let column: Int
    }

    /// The role of the next value.
    private enum Place {
        case element
        case key
        case value
    }

    private var open: [Place] = []
    private var nodes = 0

    /// Why `bytes` must not be built; `nil` when they may, or when they are not YAML, which the builder reports better.
    static func problem(in bytes: [UInt8]) -> Problem? {
        // Allocated, since the parser keeps its own address.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { return Problem(message: "no memory", line: 1, column: 1) }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        return bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var shape = YAMLShape()
            return shape.problem(of: parser)
        }
    }

    private mutating func problem(of parser: UnsafeMutablePointer<yaml_parser_t>) -> Problem? {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { return nil }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { return nil }
            if let message = message(on: event.type) {
                let mark = event.start_mark
                return Problem(message: message, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
            }
        }
    }

    /// Why an event of this type is not allowed here.
    private mutating func message(on type: yaml_event_type_t) -> String? {
        switch type {
        case YAML_ALIAS_EVENT: return "anchors and aliases are not supported; write the value out"
        case YAML_SCALAR_EVENT: return place(isScalar: true)
        case YAML_SEQUENCE_START_EVENT: return place(isScalar: false) ?? begin(.element)
        case YAML_MAPPING_START_EVENT: return place(isScalar: false) ?? begin(.key)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: _ = open.popLast()
        default: break
        }
        return nil
    }

    /// Counts a value; returns why it is not allowed where it is.
    private mutating func place(isScalar: Bool) -> String? {
        nodes += 1
        guard nodes <= Self.mostNodes else { return "there are more than \(Self.mostNodes) values" }
        switch open.last {
        case .key:
            guard isScalar else { return "a key must be a plain word" }
            open[open.count - 1] = .value
        case .value: open[open.count - 1] = .key
        case .element, nil: break
        }
        return nil
    }

    private mutating func begin(_ place: Place) -> String? {
        guard open.count < Self.deepest else { return "is nested deeper than \(Self.deepest)" }
        open.append(place)
        return nil
    }
}
