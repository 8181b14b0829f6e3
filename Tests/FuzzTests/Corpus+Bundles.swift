import MayflyAgents
import MayflyBundle
import MayflyCore
import MayflyJSON
import MayflySchema
import MayflyYAML

/// What agents send as bundles and arguments.
extension Corpus {
    /// Work that takes longer than this is a hang.
    private static let longest = Duration.seconds(2)

    /// Fails a check that takes too long.
    private static func timed(_ check: () -> String?) -> String? {
        let clock = ContinuousClock()
        let start = clock.now
        let problem = check()
        let duration = clock.now - start
        return problem ?? (duration > longest ? "took \(duration)" : nil)
    }

    static let agents: [FuzzTarget] = [
        FuzzTarget("file of agents", seeds: [namedAgents, "agents: []"].map { Array($0.utf8) }) { bytes in
            timed {
                guard let policy = try? AgentFile.policy(from: NamedFile(name: "agents.yaml", bytes: bytes)) else {
                    return nil
                }
                let names = Set(policy.agents.map(\.name))
                if names.count != policy.agents.count { return "has a name twice" }
                return policy.agents.contains { $0.uids.isEmpty && $0.gids.isEmpty } ? "recognises everybody" : nil
            }
        }
    ]

    private static let namedAgents = """
        agents:
          - name: bot
            uid: [1001, 7]
            gid: [2000]
            roles: [agent, auditor]
            scripts: ["billing/*", "tools/**"]
            profiles: [standard, strict]
            priority: high
            hours: ["mon-fri 08:00-18:00 UTC", "sat,sun 22:00-06:00 UTC"]
            quotas: {sessions: 4, startsPerMinute: 30, cpuPerHour: 10m, memorySecondsPerHour: 64Gi}
          - {name: rest, gid: [5], scripts: ["**"], profiles: [strict]}
        """

    static let bundles: [FuzzTarget] = [
        FuzzTarget("bundle description", seeds: [description, aliases, references].map { Array($0.utf8) }) { bytes in
            timed {
                let file = NamedFile(name: "mayfly.yaml", bytes: bytes)
                guard let read = try? BundleParser.description(from: file, paths: ["main.py", "bin/x"]) else {
                    return nil
                }
                if !["main.py", "bin/x"].contains(where: { $0.hasBytes(of: read.start.entry) }) {
                    return "starts what is not there"
                }
                if let schema = read.arguments, (try? Schema(schema)) == nil { return "keeps a schema that is none" }
                return nil
            }
        },
        FuzzTarget("schema", seeds: schemas.map { Array($0.utf8) }) { bytes in
            timed {
                guard let json = try? JSONReader.read(bytes), let schema = try? Schema(json) else { return nil }
                for value in values { _ = try? schema.check(value, budget: 200_000) }
                return nil
            }
        },
        FuzzTarget("pattern", seeds: patterns.map { Array($0.utf8) }) { bytes in
            timed {
                guard let pattern = try? Pattern(String(decoding: bytes, as: UTF8.self)) else { return nil }
                var budget = 1_000_000
                _ = pattern.matches(String(repeating: "ab1-é ", count: 100), budget: &budget)
                return nil
            }
        },
        FuzzTarget("arguments", seeds: [Array(#"{"a":"x","n":-1.50e2,"l":[1,2.0,{"b":null}],"t":true}"#.utf8)]) {
            bytes in
            timed {
                guard let json = try? JSONReader.read(bytes) else { return nil }
                guard let schema = try? JSONReader.read(Array(schemas[0].utf8)), let schema = try? Schema(schema) else {
                    return "the schema of this target is none"
                }
                guard (try? schema.check(json)) != nil else { return nil }
                let text = json.canonicalText
                guard let again = try? JSONReader.read(Array(text.utf8)) else { return "has a text that is not JSON" }
                if again.canonicalText != text { return "has two texts" }
                return (try? schema.check(again)) == nil ? "is accepted, and its own text is not" : nil
            }
        },
    ]

    private static let description = """
        apiVersion: mayfly/v1
        kind: Script
        entry: main.py
        runtime: python
        executables: [bin/x]
        env: {allow: [LANG]}
        profiles: [strict]
        args: {type: object, properties: {a: {type: string, pattern: '^a+$'}}, additionalProperties: false}
        argv: [{flag: --a, from: /a}, {literal: x}, {positional: /a}]
        result: {file: r.json, schema: true}

        """
    /// Values that would be ten times as large in every line.
    private static let aliases =
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + (1...8).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        .joined() + "? *a8\n: 1\n"
    /// Ways that double in every line.
    private static let references =
        "apiVersion: mayfly/v1\nkind: Script\nentry: main.py\nruntime: python\n"
        + "argv: [{flag: --x, from: /zzz}]\nargs:\n  type: object\n  $ref: '#/$defs/d0'\n  $defs:\n"
        + (0..<25).map { level in
            let reference = "{$ref: '#/$defs/d\(level + 1)'}"
            return "    d\(level): {allOf: [\(reference), \(reference)]}\n"
        }
        .joined() + "    d25: true\n"
    private static let schemas = [
        #"{"type":"object","properties":{"a":{"type":"string","maxLength":9},"n":{"type":"number","multipleOf":0.5},"#
            + #""l":{"type":"array","uniqueItems":true}},"required":["a"]}"#,
        ##"{"$defs":{"x":{"enum":[1,"a",null]}},"anyOf":[{"$ref":"#/$defs/x"},{"items":{"$ref":"#/$defs/x"}}]}"##,
        #"{"if":{"minimum":1},"then":{"maximum":5},"else":{"not":{"const":0}},"oneOf":[true,false],"format":"date"}"#,
        #"{"pattern":"^(a|b)+[^c-d]\\d{2,3}$","prefixItems":[{"minLength":1}],"items":false,"additionalProperties":{"type":["null"]}}"#,
    ]
    private static let patterns = [
        "^(a|b)*c?$", #"[^\d\w-]{2,5}\b\u{1F600}\x41"#, "((a+)+)+$", "a{100}|(?:b{3,}c)*?",
        #"^[a-z0-9._%+-]+@[a-z.]+$"#,
    ]
    private static let values = [
        #"{"a":"x","n":1.5,"l":[1,1.0]}"#, "[1,[2],{}]", "\"ab12\"", "-0.5e-3", "null",
    ]
    .compactMap { try? JSONReader.read(Array($0.utf8)) }
}
