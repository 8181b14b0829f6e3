extension GitTree {
    /// What one name in a directory stands for.
    struct Entry {
        /// What of it matters to a script.
        enum Kind: Hashable {
            /// With or without the mark that it may be executed.
            case file
            case directory
            /// A link, or a commit of another repository.
            case other
        }

        let name: [UInt8]
        let kind: Kind
        let object: GitObjectName

        private static var slash: UInt8 { UInt8(ascii: "/") }

        /// Takes one from the beginning of a tree.
        ///
        /// That is its mode in octal digits, a space, its name, a NUL, and the bytes of its object's name.
        ///
        /// - Parameter width: How many bytes the name of an object has.
        /// - Returns: `nil` when this is no entry, or has a name that git gives to none.
        init?(from rest: inout ArraySlice<UInt8>, width: Int) {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")), let end = rest[space...].firstIndex(of: 0),
                let kind = Self.kind(of: rest[..<space]), Self.isName(rest[(space + 1)..<end])
            else { return nil }
            let tail = rest[(end + 1)...].prefix(width)
            guard tail.count == width, let object = GitObjectName(bytes: Array(tail)) else { return nil }
            (name, self.kind, self.object) = (Array(rest[(space + 1)..<end]), kind, object)
            rest = rest[(end + 1 + width)...]
        }

        /// Whether git stores it before another one: a directory as if its name ended in a slash.
        func precedes(_ other: Entry) -> Bool { order.lexicographicallyPrecedes(other.order) }

        private var order: [UInt8] { kind == .directory ? name + [Self.slash] : name }

        /// The upper bits of a mode say what it is; those of permissions may be any.
        private static func kind(of mode: ArraySlice<UInt8>) -> Kind? {
            guard mode.count <= 7, mode.allSatisfy({ "01234567".utf8.contains($0) }),
                let bits = UInt32(String(decoding: mode, as: UTF8.self), radix: 8)
            else { return nil }
            return switch bits & 0o170000 {
            case 0o100000: .file
            case 0o040000: .directory
            default: .other
            }
        }

        /// Whether git takes it for a name: none that leads elsewhere, or to what git itself keeps.
        private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
            let isCapital = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
            let small = name.map { isCapital($0) ? $0 + 32 : $0 }
            return !name.contains(slash) && !["", ".", "..", ".git"].contains { small.elementsEqual($0.utf8) }
        }
    }
}
