internal import Foundation
internal import LinuxSystem
internal import Logging
internal import Synchronization

/// Writes each record as one line to standard error, whatever its texts contain, with its level for the journal.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let label: String
    /// The most bytes of a line; a longer one is cut.
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
            "\(Self.moment) \(event.level.rawValue) \(label): \(Self.escaped("\(event.message)"))"
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\"\(Self.escaped("\(value)"))\""
        }
        let text = line.utf8.count > Self.longest ? "\(line.prefix(Self.longest / 4))…" : line
        StandardError.write(text, SyslogPriority(event.level))
    }

    /// The text of the present second, which is made once for all its lines.
    private static var moment: String {
        let now = Date.now
        let second = Int(now.timeIntervalSince1970)
        return clock.withLock { clock in
            if clock.second != second { clock = (second, now.formatted(.iso8601)) }
            return clock.text
        }
    }
    private static let clock = Mutex((second: -1, text: ""))

    /// The text without line breaks, escape sequences, or quotes that would end a value.
    private static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
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

    /// Whether a byte is printable ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7f).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
