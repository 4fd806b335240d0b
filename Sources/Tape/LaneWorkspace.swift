/// Registers for evaluating one tape over 32 points at once, allocated once.
///
/// The one place of this module that uses raw memory: a tape's instructions name only registers
/// below `registerCount` (`RegisterAllocation` hands them out), so no index is checked again.
@safe package struct LaneWorkspace: ~Copyable {
    /// Blocks of eight lanes per register; 4 blocks ran best on two x86-64 machines.
    static let blocks = 4
    /// Points per pass.
    package static let width = 8 * blocks

    private let registers: UnsafeMutablePointer<Lanes>
    private let capacity: Int
    package let tape: Tape

    package init(for tape: Tape) {
        self.tape = tape
        capacity = max(1, tape.registerCount * Self.blocks)
        unsafe registers = .allocate(capacity: capacity)
        unsafe registers.initialize(repeating: Lanes(), count: capacity)
        for preset in tape.presets {
            for block in 0..<Self.blocks {
                unsafe registers[Int(preset.register) * Self.blocks + block] =
                    Lanes(repeating: preset.value)
            }
        }
    }

    deinit { unsafe registers.deallocate() }

    /// Evaluates the tape at `points` points. Allocates nothing.
    ///
    /// - Parameters:
    ///   - inputs: value of slot s at point p at `[s * points + p]`; `inputCount × points` numbers.
    ///   - outputs: the same layout; `outputCount × points` numbers, overwritten.
    package mutating func evaluate(
        points: Int, inputs: Span<Double>, into outputs: inout MutableSpan<Double>
    ) {
        precondition(
            inputs.count == tape.inputCount * points && outputs.count == tape.outputCount * points,
            "\(points) points of a \(tape.inputCount) → \(tape.outputCount) tape came with "
                + "\(inputs.count) inputs and room for \(outputs.count) outputs")
        var first = 0
        while first < points {
            let count = min(Self.width, points - first)
            load(inputs, from: first, count: count, of: points)
            run()
            store(into: &outputs, from: first, count: count, of: points)
            first += count
        }
    }

    private func load(_ inputs: Span<Double>, from first: Int, count: Int, of points: Int) {
        for slot in 0..<tape.inputCount {
            guard let register = tape.inputRegisters[slot] else { continue }
            let row = inputs.extracting(slot * points + first..<slot * points + first + count)
            let target = unsafe UnsafeMutableRawPointer(registers + Int(register) * Self.blocks)
                .assumingMemoryBound(to: Double.self)
            for lane in 0..<count { unsafe target[lane] = row[lane] }
            // Lanes without a point repeat the first, so that they cost no denormals or traps.
            for lane in count..<Self.width { unsafe target[lane] = row[0] }
        }
    }

    private func store(
        into outputs: inout MutableSpan<Double>, from first: Int, count: Int, of points: Int
    ) {
        for (row, register) in tape.outputRegisters.enumerated() {
            let source = unsafe UnsafeRawPointer(registers + Int(register) * Self.blocks)
                .assumingMemoryBound(to: Double.self)
            for lane in 0..<count { outputs[row * points + first + lane] = unsafe source[lane] }
        }
    }

    private func run() {
        let registers = unsafe self.registers
        let instructions = tape.instructions.span
        for i in 0..<instructions.count {
            let step = instructions[i]
            let d = unsafe registers + Int(step.target) * Self.blocks
            let a = unsafe registers + Int(step.a) * Self.blocks
            let b = unsafe registers + Int(step.b) * Self.blocks
            switch step.operation {
            case .add: for k in 0..<Self.blocks { unsafe d[k] = a[k] + b[k] }
            case .subtract: for k in 0..<Self.blocks { unsafe d[k] = a[k] - b[k] }
            case .multiply: for k in 0..<Self.blocks { unsafe d[k] = a[k] * b[k] }
            case .divide: for k in 0..<Self.blocks { unsafe d[k] = a[k] / b[k] }
            case .negate: for k in 0..<Self.blocks { unsafe d[k] = -a[k] }
            case .exp: for k in 0..<Self.blocks { unsafe d[k] = LaneMath.exp(a[k]) }
            case .sqrt: for k in 0..<Self.blocks { unsafe d[k] = a[k].squareRoot() }
            case .select:
                let c = unsafe registers + Int(step.c) * Self.blocks
                for k in 0..<Self.blocks {
                    unsafe d[k] = c[k].replacing(with: b[k], where: a[k] .!= 0)
                }
            case .less:
                for k in 0..<Self.blocks { unsafe d[k] = Self.one(where: a[k] .< b[k]) }
            case .lessOrEqual:
                for k in 0..<Self.blocks { unsafe d[k] = Self.one(where: a[k] .<= b[k]) }
            case .equal:
                for k in 0..<Self.blocks { unsafe d[k] = Self.one(where: a[k] .== b[k]) }
            default:
                for k in 0..<Self.blocks { unsafe d[k] = byLane(step, a[k], b[k]) }
            }
        }
    }

    @inline(__always)
    private static func one(where mask: SIMDMask<SIMD8<Int64>>) -> Lanes {
        Lanes(repeating: 0).replacing(with: Lanes(repeating: 1), where: mask)
    }

    private func byLane(_ step: Tape.Instruction, _ a: Lanes, _ b: Lanes) -> Lanes {
        switch step.operation {
        case .interpolate:
            let table = tape.tables[Int(step.table)]
            return LaneMath.eachLane(a) { table.value(at: $0) }
        case .interpolateSlope:
            let table = tape.tables[Int(step.table)]
            return LaneMath.eachLane(a) { table.slope(at: $0) }
        default:
            let operation = step.operation
            if operation.arity == 1 {
                return LaneMath.eachLane(a) { Evaluation.unary(operation, $0) }
            }
            return LaneMath.eachLane(a, b) { Evaluation.binary(operation, $0, $1) }
        }
    }
}
