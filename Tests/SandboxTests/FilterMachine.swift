/// Runs a compiled filter on made-up system calls, as the kernel would: a classic BPF machine, as far as filters use it.
struct FilterMachine {
    /// What a filter sees: `struct seccomp_data`.
    struct Call {
        var number: UInt32
        var architecture: UInt32 = 0xc000_003e
        var arguments: [UInt64] = []

        /// A word of the structure at a byte offset.
        func word(at offset: UInt32) -> UInt32? {
            switch offset {
            case 0: return number
            case 4: return architecture
            case 16..<64:
                let index = Int(offset - 16) / 8
                let value = index < arguments.count ? arguments[index] : 0
                return UInt32(truncatingIfNeeded: offset % 8 == 0 ? value : value >> 32)
            default: return 0
            }
        }
    }

    /// What the machine could not run.
    struct Fault: Error {
        let instruction: UInt16
    }

    private let code: [(code: UInt16, yes: Int, no: Int, constant: UInt32)]

    /// Reads instructions of eight bytes.
    init(_ bytes: [UInt8]) {
        code = stride(from: 0, to: bytes.count, by: 8).map { start in
            let field = bytes[start..<(start + 8)].map { UInt32($0) }
            return (
                UInt16(field[0] | field[1] << 8), Int(field[2]), Int(field[3]),
                field[4] | field[5] << 8 | field[6] << 16 | field[7] << 24
            )
        }
    }

    /// The filter's answer.
    func run(_ call: Call) throws(Fault) -> UInt32 {
        var accumulator: UInt32 = 0
        var position = 0
        while true {
            guard code.indices.contains(position) else { throw Fault(instruction: 0xffff) }
            let step = code[position]
            position += 1
            switch step.code {
            case 0x20:
                guard let word = call.word(at: step.constant) else { throw Fault(instruction: step.code) }
                accumulator = word
            case 0x54: accumulator &= step.constant
            case 0x05: position += Int(step.constant)
            case 0x15: position += accumulator == step.constant ? step.yes : step.no
            case 0x25: position += accumulator > step.constant ? step.yes : step.no
            case 0x35: position += accumulator >= step.constant ? step.yes : step.no
            case 0x45: position += accumulator & step.constant != 0 ? step.yes : step.no
            case 0x06: return step.constant
            default: throw Fault(instruction: step.code)
            }
        }
    }
}

extension FilterMachine: CustomStringConvertible {
    /// The program, one line per instruction: its place, what it does, and where it goes.
    var description: String {
        code.enumerated().map { place, step in
            let constant = "0x" + String(step.constant, radix: 16)
            let (yes, no) = (place + 1 + step.yes, place + 1 + step.no)
            let text =
                switch step.code {
                case 0x20: "load word \(step.constant)"
                case 0x54: "and \(constant)"
                case 0x05: "go to \(place + 1 + Int(step.constant))"
                case 0x15: "if == \(constant) go to \(yes) else \(no)"
                case 0x25: "if > \(constant) go to \(yes) else \(no)"
                case 0x35: "if >= \(constant) go to \(yes) else \(no)"
                case 0x45: "if & \(constant) go to \(yes) else \(no)"
                case 0x06: "return \(constant)"
                default: "unknown \(step.code)"
                }
            return "\(place): \(text)\n"
        }.joined()
    }
}
