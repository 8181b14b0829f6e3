extension GitTree {
    /// One entry of a directory.
    struct Entry {
        /// The kinds that matter to a script.
        enum Kind: Hashable {
            /// With or without the executable bit.
            case file
            case directory
            /// A link, or a commit of another repository.
            case other
        }

        let name: [UInt8]
        let kind: Kind
        let object: GitObjectName

        private static var slash: UInt8 { UInt8(ascii: "/") }

        /// Takes one entry from the beginning of a tree.
        ///
        /// An entry is its mode in octal digits, a space, its name, a NUL, and the bytes of its object's name.
        ///
        /// - Parameter width: How many bytes the name of an object has.
        /// - Returns: `nil` when this is not an entry, or its name is one that git never gives.
        init?(from rest: inout ArraySlice<UInt8>, width: Int) {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")), let end = rest[space...].firstIndex(of: 0),
                let kind = Self.kind(of: rest[..<space]), Self.isName(rest[(space + 1)..<end])
            else { return nil }
            let tail = rest[(end + 1)...].prefix(width)
            guard tail.count == width, let object = GitObjectName(bytes: Array(tail)) else { return nil }
            (name, self.kind, self.object) = (Array(rest[(space + 1)..<end]), kind, object)
            rest = rest[(end + 1 + width)...]
        }

        /// Whether git stores this entry before another one: a directory sorts as if its name ended in a slash.
        func precedes(_ other: Entry) -> Bool { order.lexicographicallyPrecedes(other.order) }

        private var order: [UInt8] { kind == .directory ? name + [Self.slash] : name }

        /// The upper bits of a mode give the kind; the permission bits may have any value.
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

        /// Whether git accepts the name: not one that leads elsewhere, or to git's own files.
        private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
            let isCapital = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
            let small = name.map { isCapital($0) ? $0 + 32 : $0 }
            return !name.contains(slash) && !["", ".", "..", ".git"].contains { small.elementsEqual($0.utf8) }
        }
    }
}
