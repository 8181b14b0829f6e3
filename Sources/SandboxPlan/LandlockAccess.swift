/// The file access rights of landlock(7), with the kernel's bits.
package struct LandlockAccess: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let execute = Self(rawValue: 1 << 0)
    package static let writeFile = Self(rawValue: 1 << 1)
    package static let readFile = Self(rawValue: 1 << 2)
    package static let readDirectory = Self(rawValue: 1 << 3)
    package static let removeDirectory = Self(rawValue: 1 << 4)
    package static let removeFile = Self(rawValue: 1 << 5)
    package static let makeCharacterDevice = Self(rawValue: 1 << 6)
    package static let makeDirectory = Self(rawValue: 1 << 7)
    package static let makeFile = Self(rawValue: 1 << 8)
    package static let makeSocket = Self(rawValue: 1 << 9)
    package static let makeFifo = Self(rawValue: 1 << 10)
    package static let makeBlockDevice = Self(rawValue: 1 << 11)
    package static let makeLink = Self(rawValue: 1 << 12)
    package static let refer = Self(rawValue: 1 << 13)
    package static let truncate = Self(rawValue: 1 << 14)
    package static let controlDevice = Self(rawValue: 1 << 15)

    /// The rights in directories that a script can write to: everything except making devices and executing.
    package static let scratch: Self = [
        .writeFile, .readFile, .readDirectory, .removeDirectory, .removeFile, .makeDirectory, .makeFile, .makeSocket,
        .makeFifo, .makeLink, .refer, .truncate,
    ]

    /// All rights that a kernel with this ABI knows.
    package static func all(since abi: Int32) -> Self {
        let first = Self(rawValue: (1 << 13) - 1)
        return [
            first, abi >= 2 ? .refer : [], abi >= 3 ? .truncate : [], abi >= 5 ? .controlDevice : [],
        ]
    }
}

extension LandlockAccess: CustomStringConvertible {
    private static let names = [
        "execute", "write", "read", "list", "rmdir", "unlink", "mkchr", "mkdir", "create", "mksock", "mkfifo", "mkblk",
        "symlink", "refer", "truncate", "ioctl",
    ]

    /// The rights by name, for example `read,list`.
    package var description: String {
        Self.names.indices.filter { rawValue & 1 << UInt64($0) != 0 }.map { Self.names[$0] }.joined(separator: ",")
    }
}
