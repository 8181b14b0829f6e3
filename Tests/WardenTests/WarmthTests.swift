import MayflyCore
import SandboxPlan
import Testing

@testable import Warden

/// Every process of every cell begins with a copy of what the warden keeps of all of them.
@Suite("What is kept of a cell that is built ahead") struct WarmthTests {
    private static func plan(_ number: UInt32, pids: UInt32 = 16) -> CellPlan {
        var limits = SessionLimits.ceiling
        limits.pids = pids
        return CellPlan(
            name: "cell_\(number)",
            identity: CellIdentity(script: 2 * number, keeper: 2 * number + 1),
            mounts: MountPlan(aheadWith: limits, executableScratch: false, room: .mebibytes(1)),
            controlGroup: ControlGroupPlan(limits, version: .v2),
            resourceLimits: ResourceLimit.plan(limits),
            network: .none,
            landlock: nil,
            onDeniedCall: .report,
            main: .awaited
        )
    }

    private static func warmth(_ plan: CellPlan, like sibling: Warmth? = nil) -> Warmth {
        Warmth(kind: .cell, plan: plan, trust: nil, closure: nil, like: sibling)
    }

    /// Where a text and a shape's list of steps lie in memory.
    private static func places(of warmth: Warmth) -> [UnsafeRawPointer?] {
        var text = warmth.common
        let lists = Mirror(reflecting: warmth.shape).children.compactMap { $0.value as? [MountStep] }
        return [text.withUTF8 { UnsafeRawPointer($0.baseAddress) }]
            + lists.map { steps in steps.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) } }
    }

    @Test func `is kept once for all that are alike, whoever they are`() {
        let first = Self.warmth(Self.plan(1))
        let (apart, second) = (Self.warmth(Self.plan(2)), Self.warmth(Self.plan(2), like: first))
        let third = Self.warmth(Self.plan(3), like: second)
        let places = Self.places(of: first)
        #expect(places.count == 2)
        #expect(Self.places(of: second) == places && Self.places(of: third) == places)
        #expect(zip(Self.places(of: apart), places).allSatisfy { $0 != $1 }, "else nothing is shown")
        #expect(apart.common == first.common && apart.shape == first.shape)
    }

    @Test func `is its own where the cells before it were built otherwise`() {
        let old = Self.warmth(Self.plan(1))
        let new = Self.warmth(Self.plan(2, pids: 17), like: old)
        #expect(new.common == Self.plan(2, pids: 17).common && new.common != old.common)
        #expect(new.shape == CellShape(of: Self.plan(2, pids: 17)) && new.shape != old.shape)
    }

    @Test func `has nothing of its name, its ids and what runs in it`() {
        let (first, second) = (Self.plan(1_234_567), Self.plan(7_654_321))
        #expect(first.common == second.common)
        for plan in [first, second] {
            let line = CellPlan.line(of: plan.identity)
            #expect(line.contains("\(plan.identity.script)") && line.contains("\(plan.identity.keeper)"))
            #expect(plan.surroundings == line + plan.common)
            #expect(plan.description == plan.surroundings + plan.main.description)
        }
        #expect(first.surroundings != second.surroundings)
    }
}
