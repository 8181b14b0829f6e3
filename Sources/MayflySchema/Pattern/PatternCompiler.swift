/// Turns a parsed pattern into instructions.
struct PatternCompiler {
    private(set) var program: [Pattern.Instruction] = []

    /// Adds the instructions that match `node` and then continue behind themselves.
    mutating func add(_ node: PatternNode) {
        switch node {
        case .set(let set): program.append(.set(set))
        case .assertion(let assertion): program.append(.assertion(assertion))
        case .sequence(let nodes): for node in nodes { add(node) }
        case .choice(let nodes): add(choice: nodes)
        case .repeated(let node, let least, let most): add(node, least: least, most: most)
        }
    }

    private mutating func add(choice nodes: [PatternNode]) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                add(node)
                break
            }
            let split = reserve()
            add(node)
            jumps.append(reserve())
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    private mutating func add(_ node: PatternNode, least: Int, most: Int?) {
        for _ in 0..<least { add(node) }
        guard let most else {
            let split = reserve()
            add(node)
            program.append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(reserve())
            add(node)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }

    /// Reserves the place of an instruction that is not known yet.
    private mutating func reserve() -> Int {
        program.append(.match)
        return program.count - 1
    }
}
