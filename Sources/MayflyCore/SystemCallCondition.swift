/// A test of one argument of a system call.
///
/// All 64 bits count unless a mask says otherwise. A mask should be as wide as what the kernel reads of the argument: bits that it
/// ignores must not decide.
package struct SystemCallCondition: Hashable, Sendable {
    /// How the argument is compared with the value.
    package enum Comparison: Hashable, Sendable {
        /// Holds for `argument & mask == value`.
        case masked(UInt64)
        case notEqual
        case less
        case lessOrEqual
        case greaterOrEqual
        case greater
    }

    /// The place of the argument, 0 to 5.
    package var argument: UInt32
    package var comparison: Comparison
    package var value: UInt64

    package init(argument: UInt32, _ comparison: Comparison = .masked(0xffff_ffff), value: UInt64) {
        self.argument = argument
        self.comparison = comparison
        self.value = value
    }
}

extension SystemCallCondition: CustomStringConvertible {
    /// The condition in words, for example `argument 0 & 0xffffffff is 0x1`.
    package var description: String {
        let comparison =
            switch comparison {
            case .masked(let mask): "& 0x\(String(mask, radix: 16)) is"
            case .notEqual: "is not"
            case .less: "<"
            case .lessOrEqual: "<="
            case .greaterOrEqual: ">="
            case .greater: ">"
            }
        return "argument \(argument) \(comparison) 0x\(String(value, radix: 16))"
    }
}
