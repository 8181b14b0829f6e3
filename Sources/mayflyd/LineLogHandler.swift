internal import Foundation
internal import LinuxSystem
internal import Logging

/// Writes each record as one line on standard error, whatever its texts hold.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let label: String
    /// Bytes of a line; a longer one is cut.
    private static let longest = 16 * 1024

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line =
            "\(Date.now.formatted(.iso8601)) \(event.level.rawValue) \(label): \(Self.escaped("\(event.message)"))"
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\"\(Self.escaped("\(value)"))\""
        }
        StandardError.write(line.utf8.count > Self.longest ? "\(line.prefix(Self.longest / 4))…" : line)
    }

    /// Without line breaks, escape sequences, or quotes that would end a value.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
