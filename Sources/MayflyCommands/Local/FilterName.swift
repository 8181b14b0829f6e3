internal import MayflyCore
internal import MayflyRun

/// The name of a filter in git's configuration: any bytes but NUL and a line end, which need be no text.
enum FilterName {
    private static let section = Array("filter.".utf8)

    /// The name in that of a setting, `filter.NAME.clean`, where it may hold dots; `nil` when the setting is of no filter.
    static func inSetting(_ setting: ArraySlice<UInt8>) -> [UInt8]? {
        guard setting.starts(with: section), let end = setting.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let start = setting.startIndex + section.count
        return start <= end ? Array(setting[start..<end]) : nil
    }

    /// Whether `-c` takes the name for what it is: git ends it at the first `=`, and other programs may repair what is no text.
    static func isPlain(_ name: [UInt8]) -> Bool {
        !name.isEmpty
            && name.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte.isDigit
                    || "._-".utf8.contains(byte)
            }
    }

    /// The name for people: what is no printable ASCII is written out.
    static func shown(_ name: [UInt8]) -> String {
        name.map { byte in
            (0x20..<0x7f).contains(byte) ? String(Unicode.Scalar(byte)) : Escape.shown(byte)
        }.joined().excerpt()
    }
}
