import MayflyCore
import Testing

@Suite("A limit") struct LimitTests {
    @Test(arguments: LimitName.allCases) func `of the floor can be tightened no further`(name: LimitName) throws {
        var limits = SessionLimits.ceiling
        try limits.set(name, to: SessionLimits.floor.text(of: name))
        #expect(limits.exceeding(.ceiling) == [])
        #expect(SessionLimits.ceiling.exceeding(limits) == [name])
    }

    @Test(arguments: LimitName.allCases) func `is refused when it is no value, and changes nothing`(name: LimitName) {
        var limits = SessionLimits.ceiling
        for text in ["", "-1", "x", "99999999999999999999", "0x10"] {
            #expect(throws: QuantityError.self) { try limits.set(name, to: text) }
        }
        #expect(limits == .ceiling)
    }

    @Test(arguments: ["LD_PRELOAD", "PYTHONPATH", "BASH_ENV", "NODE_OPTIONS", "IFS", "GCONV_PATH", "ENV"])
    func `of variables: none that loads code`(name: String) { #expect(EnvironmentRule.loadsCode(name)) }

    @Test(arguments: ["", "1A", "A-B", "A=B", "Ä", "A B", "A\u{0}"])
    func `of variables: none that is no name`(name: String) { #expect(!EnvironmentRule.acceptsName(name)) }
}
