/// Expressions compiled to a flat list of instructions over registers.
///
/// Dead nodes are dropped and registers reused as soon as their value is not needed, so that a
/// tape over 32 lanes stays in the processor's first cache. Constants keep registers of their own,
/// filled once. A tape is a value: many workspaces, on many threads, may run one tape.
package struct Tape: Sendable {
    /// Instruction: register `target` becomes `operation` of registers a, b, c.
    struct Instruction: Sendable {
        var operation: Operation
        var target: Int32
        var a: Int32
        var b: Int32
        var c: Int32
        /// Of the look-up operations: the table.
        var table: Int32
    }

    /// Numbers that registers hold before the first instruction.
    struct Preset: Sendable {
        var register: Int32
        var value: Double
    }

    /// Inputs that the caller gives per evaluation, by slot.
    package let inputCount: Int
    package let outputCount: Int
    let registerCount: Int
    let presets: [Preset]
    /// Which register holds input `slot`; nil where no output depends on it.
    let inputRegisters: [Int32?]
    let instructions: [Instruction]
    let outputRegisters: [Int32]
    let tables: [InterpolationTable]

    /// How many registers one evaluation needs.
    package var registersUsed: Int { registerCount }

    /// How many instructions one evaluation runs.
    package var length: Int { instructions.count }

    /// Compiles `outputs` of `graph`; every slot they use must be below `inputCount`.
    package init(_ graph: Graph, outputs: [Expression], inputCount: Int) {
        var allocation = RegisterAllocation(graph, outputs: outputs, inputCount: inputCount)
        allocation.run()
        self.inputCount = inputCount
        outputCount = outputs.count
        registerCount = allocation.registerCount
        presets = allocation.presets
        inputRegisters = allocation.inputRegisters
        instructions = allocation.instructions
        outputRegisters = outputs.map { allocation.register[Int($0.index)] }
        tables = graph.tables
    }
}

/// Gives each live node a register, reusing those whose last reader has run.
private struct RegisterAllocation {
    let graph: Graph
    let outputs: [Expression]
    var register: [Int32]
    var registerCount = 0
    var presets: [Tape.Preset] = []
    var inputRegisters: [Int32?]
    var instructions: [Tape.Instruction] = []
    private var free: [Int32] = []
    /// Per node: the last node that reads it; `Int.max` for outputs.
    private var lastReader: [Int]
    private var live: [Bool]

    init(_ graph: Graph, outputs: [Expression], inputCount: Int) {
        self.graph = graph
        self.outputs = outputs
        register = Array(repeating: -1, count: graph.count)
        inputRegisters = Array(repeating: nil, count: inputCount)
        lastReader = Array(repeating: -1, count: graph.count)
        live = Array(repeating: false, count: graph.count)
        for output in outputs { live[Int(output.index)] = true }
        for i in stride(from: graph.count - 1, through: 0, by: -1) where live[i] {
            for operand in graph.operands(of: graph.nodes[i]) {
                live[Int(operand)] = true
                if lastReader[Int(operand)] < 0 { lastReader[Int(operand)] = i }
            }
        }
        for output in outputs { lastReader[Int(output.index)] = .max }
    }

    mutating func run() {
        for i in 0..<graph.count where live[i] {
            let node = graph.nodes[i]
            switch node.operation {
            case .constant:
                register[i] = fresh()
                presets.append(.init(register: register[i], value: Double(bitPattern: node.bits)))
            case .variable:
                precondition(
                    node.slot < inputRegisters.count,
                    "slot \(node.slot) of \(inputRegisters.count) inputs")
                register[i] = fresh()
                inputRegisters[node.slot] = register[i]
            default: break
            }
        }
        for i in 0..<graph.count where live[i] && graph.nodes[i].operation.arity > 0 { place(i) }
    }

    private mutating func place(_ i: Int) {
        let node = graph.nodes[i]
        let operands = graph.operands(of: node).map { register[Int($0)] }
        for operand in Set(graph.operands(of: node)).sorted() where lastReader[Int(operand)] == i {
            if graph.nodes[Int(operand)].operation.arity > 0 { free.append(register[Int(operand)]) }
        }
        let target = free.popLast() ?? fresh()
        register[i] = target
        instructions.append(
            .init(
                operation: node.operation, target: target, a: operands[0],
                b: operands.count > 1 ? operands[1] : operands[0],
                c: operands.count > 2 ? operands[2] : operands[0],
                table: Int32(truncatingIfNeeded: node.bits)))
    }

    private mutating func fresh() -> Int32 {
        registerCount += 1
        return Int32(registerCount - 1)
    }
}
