import MayflyCore
import Sandbox
import SandboxPlan
import Testing

@Suite("What a cell that was built ahead is told")
struct CellOrderTests {
    private static let start = StartPlan(aheadOf: .standard(.python), importing: [])

    private static func order(inputs: Bool, input: Bool, held: Bool) -> CellOrder {
        let file = Payload.File(path: "a/ü.py", offset: 9, size: .max, isExecutable: false)
        return CellOrder(
            script: Payload(descriptor: 10, files: [file, Payload.File(path: "b", offset: 0, size: 0)]),
            inputs: inputs ? Payload(descriptor: 11, files: []) : nil,
            output: 12,
            error: 13,
            input: input ? 14 : nil,
            isHeld: held,
            start: start
        )
    }

    @Test(arguments: [true, false], [true, false]) func `comes out as it went in`(inputs: Bool, input: Bool) throws {
        for held in [true, false] {
            let order = Self.order(inputs: inputs, input: input, held: held)
            let read = try #require(CellOrder(bytes: order.bytes, numbers: order.numbers))
            #expect(read.script == order.script && read.inputs == order.inputs && read.start == order.start)
            #expect(read.output == order.output && read.error == order.error && read.input == order.input)
            #expect(read.isHeld == held)
        }
    }

    @Test func `is none with descriptors more or fewer, or cut anywhere`() {
        let order = Self.order(inputs: true, input: true, held: false)
        #expect(CellOrder(bytes: order.bytes, numbers: Array(order.numbers.dropLast())) == nil)
        #expect(CellOrder(bytes: order.bytes, numbers: order.numbers + [99]) == nil)
        for count in 0..<order.bytes.count {
            guard let read = CellOrder(bytes: Array(order.bytes[..<count]), numbers: order.numbers) else { continue }
            // Only the environment, which ends the message, can be shorter without its being noticed.
            #expect(read.script == order.script && read.start.arguments == order.start.arguments)
        }
    }
}
