import MayflyCore
import SandboxPlan
import Testing

@Suite("What is built ahead")
struct WarmRuleTests {
    /// Pools as `count/target`, `!` for one that rests; the situation; the step.
    static let cases: [(String, WarmRule.Situation, WarmRule.Step?)] = [
        ("0/4", situation(), .build(0)),
        ("4/4", situation(), nil),
        ("3/4", situation(), .build(0)),
        ("3/4", situation(.recent), nil),
        ("2/4", situation(.recent), nil),
        ("1/4", situation(.recent), .build(0)),
        ("0/1", situation(.recent), .build(0)),
        ("0/4", situation(.recent, building: 1), .build(0)),
        ("2/4", situation(.present), nil),
        ("1/4", situation(.present), .wait),
        ("0/4!", situation(.present), nil),
        ("0/4", situation(.present, building: 1), .wait),
        ("0/4", situation(.present, building: 2), .wait),
        ("0/4", situation(.present, memory: 0.09), nil),
        ("5/4 0/4", situation(.present), .discard(0)),
        ("1/4", situation(.constant), .build(0)),
        ("2/4", situation(.constant), nil),
        ("0/4", situation(.constant, building: 1), .wait),
        ("0/4!", situation(.constant, building: 1), nil),
        ("0/4", situation(.recent, building: 2), nil),
        ("0/4!", situation(), nil),
        ("0/4! 0/1", situation(), .build(1)),
        ("3/4 1/4", situation(), .build(1)),
        ("1/2 1/4", situation(), .build(1)),
        ("0/4", situation(building: 2), nil),
        ("0/4", situation(building: 1), .build(0)),
        ("0/4", situation(memory: 0.09), nil),
        ("2/4", situation(memory: 0.06), nil),
        ("2/4 3/4", situation(memory: 0.04), .discard(1)),
        ("0/4", situation(memory: 0.04), nil),
        ("5/4", situation(), .discard(0)),
        ("4/4 1/0", situation(.present), .discard(1)),
        ("0/4", situation(cells: 150), nil),
        ("0/4", situation(cells: 149), .build(0)),
        ("2/4", situation(cells: 200), nil),
        ("2/4", situation(cells: 201), .discard(0)),
        ("", situation(), nil),
    ]

    @Test(arguments: cases)
    func `decides by what there is`(pools: String, situation: WarmRule.Situation, step: WarmRule.Step?) {
        #expect(WarmRule.next(pools.split(separator: " ").map(Self.pool), situation, most: 200) == step, "\(pools)")
    }

    /// Whether one is served, milliseconds since the last came, and those for which something was held back.
    @Test(
        arguments: [
            (false, 20, nil, .none), (false, 19, nil, .recent), (false, 0, 100, .recent),
            (false, 1_000_000, 100, .none),
            (true, 0, nil, .present), (true, 1_000_000, nil, .present), (true, 0, 19, .present),
            (true, 0, 20, .constant),
        ] as [(Bool, Int, Int?, WarmRule.Demand)]
    )
    func `knows what sessions want`(isServing: Bool, sinceLaunch: Int, heldBack: Int?, demand: WarmRule.Demand) {
        let found = WarmRule.demand(
            isServing: isServing,
            sinceLaunch: .milliseconds(sinceLaunch),
            heldBack: heldBack.map { .milliseconds($0) }
        )
        #expect(found == demand)
    }

    private static func situation(
        _ demand: WarmRule.Demand = .none,
        cells: Int = 0,
        building: Int = 0,
        memory: Double = 0.5
    ) -> WarmRule.Situation {
        WarmRule.Situation(cells: cells, building: building, demand: demand, freeMemory: memory)
    }

    private static func pool(_ text: Substring) -> WarmRule.Pool {
        let numbers = text.split(whereSeparator: { "/!".contains($0) }).compactMap { Int($0) }
        return WarmRule.Pool(target: numbers[1], count: numbers[0], isResting: text.hasSuffix("!"))
    }

    @Test func `is an interpreter for who sets no variables, and nothing in a workspace`() {
        let (python, shell) = (EntryPoint(path: "main.py", runtime: .python), EntryPoint(path: "a", runtime: .sh))
        #expect(WarmKind.kinds(for: python, setsVariables: false, hasWorkspace: false) == [.python, .cell])
        #expect(WarmKind.kinds(for: python, setsVariables: true, hasWorkspace: false) == [.cell])
        #expect(WarmKind.kinds(for: shell, setsVariables: false, hasWorkspace: false) == [.cell])
        #expect(WarmKind.kinds(for: python, setsVariables: false, hasWorkspace: true) == [])
        let node = EntryPoint(path: "main.js", runtime: .node)
        #expect(WarmKind.kinds(for: node, setsVariables: false, hasWorkspace: false) == [.node, .cell])
        #expect(WarmKind.kinds(for: node, setsVariables: true, hasWorkspace: false) == [.cell])
        #expect(WarmKind.kinds(for: node, setsVariables: false, hasWorkspace: true) == [])
    }
}

@Suite("A start on its way to a process that waits")
struct StartTextTests {
    @Test func `comes out as it went in`() throws {
        let runtime = Runtime.standard(.python)
        let entry = EntryPoint(path: "ü.py", runtime: .python)
        let start = StartPlan(
            entry: entry,
            runtime: runtime,
            arguments: ["", "a b", "é"],
            variables: [("LANG", "")],
            session: "ses_x"
        )
        let bytes = TextList.bytes(of: start.texts)
        #expect(try StartPlan(texts: #require(TextList.texts(in: bytes))) == start)
    }

    @Test(arguments: [[], ["p"], ["p", "x"], ["p", "-1"], ["p", "1"], ["p", "9999999999999999999"]])
    func `is none when its counts are wrong`(texts: [String]) {
        #expect(StartPlan(texts: texts) == nil)
    }

    @Test func `is no text when it is cut or not UTF-8`() {
        #expect(TextList.texts(in: [65]) == nil)
        #expect(TextList.texts(in: [0xff, 0]) == nil)
        #expect(TextList.texts(in: []) == [])
        #expect(TextList.texts(in: [0, 0]) == ["", ""])
    }

    @Test func `of an interpreter that waits says nothing of a session`() {
        let start = StartPlan(aheadOf: .standard(.python), importing: ["json"])
        #expect(
            start.program == "/usr/bin/python3" && start.arguments.prefix(4) == ["/usr/bin/python3", "-I", "-B", "-c"]
        )
        #expect(start.arguments.last == "json" && start.arguments.count == 6)
        #expect(start.environment.contains("MAYFLY_SESSION=ses_00000000000000000000000000"))
    }
}
