import MayflyCore
import SandboxPlan
import Testing

@Suite("A Landlock plan")
struct LandlockPlanTests {
    private func plan(_ abi: Int32, network: NetworkMode = .none, executable: Bool = false) -> LandlockPlan? {
        let visible = [VisiblePath("/usr", .directory), VisiblePath("/bin", .link(target: "usr/bin"))]
        return LandlockPlan(abi: abi, visible: visible, executableScratch: executable, network: network)
    }

    @Test(arguments: [Int32(-1), 0, 1]) func `is none where the kernel offers too little`(abi: Int32) {
        #expect(plan(abi) == nil)
    }

    /// An ABI, how many rights to files it has, whether it knows TCP and scopes.
    static let abis: [(Int32, Int, Bool, Bool)] = [
        (2, 14, false, false), (3, 15, false, false), (4, 15, true, false), (5, 16, true, false), (6, 16, true, true),
        (7, 16, true, true), (9, 16, true, true),
    ]

    @Test(arguments: abis)
    func `asks for all that the kernel knows, and no more`(abi: Int32, rights: Int, tcp: Bool, scope: Bool) throws {
        let plan = try #require(self.plan(abi))
        #expect(plan.handled.rawValue == (1 << UInt64(rights)) - 1)
        #expect(plan.refusesTCP == tcp && plan.isScoped == scope)
        #expect(plan.abi == min(abi, 7))
        #expect(plan.rules.allSatisfy { plan.handled.isSuperset(of: $0.access) && !$0.access.isEmpty })
    }

    @Test func `lets nothing be written outside of the scratch directories`() throws {
        let readable: LandlockAccess = [.execute, .readFile, .readDirectory]
        let writable = try #require(plan(7)).rules.filter { !readable.isSuperset(of: $0.access) }.map(\.path)
        #expect(writable.filter { !$0.hasPrefix("/dev/") } == ["/work", "/tmp", "/outputs"])
        #expect(
            writable.filter { $0.hasPrefix("/dev/") }
                == ["/dev/shm", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]
        )
    }

    @Test func `lets no device be made anywhere, nor controlled`() throws {
        let never: LandlockAccess = [.makeCharacterDevice, .makeBlockDevice, .controlDevice]
        #expect(try #require(plan(7)).rules.allSatisfy { $0.access.isDisjoint(with: never) })
    }

    @Test func `lets written files be executed only where the profile says so`() throws {
        func executable(_ plan: LandlockPlan?) throws -> [String] {
            try #require(plan).rules.filter { $0.access.contains(.execute) }.map(\.path)
        }
        #expect(try executable(plan(7)) == ["/script", "/usr"])
        #expect(
            try executable(plan(7, executable: true)) == ["/script", "/usr", "/work", "/tmp", "/dev/shm", "/outputs"]
        )
    }

    @Test func `leaves TCP to a profile with a loopback interface`() throws {
        #expect(try #require(plan(7, network: .loopback)).refusesTCP == false)
    }
}
