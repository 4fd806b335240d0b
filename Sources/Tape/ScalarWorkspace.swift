/// Registers for evaluating one tape at one point at a time, allocated once.
package struct ScalarWorkspace: Sendable {
    private var registers: [Double]
    package let tape: Tape

    package init(for tape: Tape) {
        self.tape = tape
        registers = Array(repeating: 0, count: tape.registerCount)
        for preset in tape.presets { registers[Int(preset.register)] = preset.value }
    }

    /// Evaluates the tape: `inputCount` numbers in, `outputCount` numbers out. Allocates nothing.
    package mutating func evaluate(
        _ inputs: Span<Double>, into outputs: inout MutableSpan<Double>
    ) {
        precondition(
            inputs.count == tape.inputCount && outputs.count == tape.outputCount,
            "a \(tape.inputCount) → \(tape.outputCount) tape came with \(inputs.count) inputs "
                + "and room for \(outputs.count) outputs")
        for slot in 0..<inputs.count {
            if let register = tape.inputRegisters[slot] { registers[Int(register)] = inputs[slot] }
        }
        run()
        for row in 0..<outputs.count { outputs[row] = registers[Int(tape.outputRegisters[row])] }
    }

    /// The outputs at one point, as a new array: for set-up and tests, not for inner loops.
    package mutating func evaluate(_ inputs: [Double]) -> [Double] {
        var outputs = [Double](repeating: 0, count: tape.outputCount)
        var span = outputs.mutableSpan
        evaluate(inputs.span, into: &span)
        return outputs
    }

    private mutating func run() {
        let tape = self.tape
        var values = registers.mutableSpan
        let instructions = tape.instructions.span
        for i in 0..<instructions.count {
            let step = instructions[i]
            let a = values[Int(step.a)]
            let b = values[Int(step.b)]
            let result: Double
            switch step.operation {
            case .add: result = a + b
            case .subtract: result = a - b
            case .multiply: result = a * b
            case .divide: result = a / b
            case .negate: result = -a
            case .select: result = a != 0 ? b : values[Int(step.c)]
            case .interpolate: result = tape.tables[Int(step.table)].value(at: a)
            case .interpolateSlope: result = tape.tables[Int(step.table)].slope(at: a)
            default:
                result =
                    step.operation.arity == 1
                    ? Evaluation.unary(step.operation, a) : Evaluation.binary(step.operation, a, b)
            }
            values[Int(step.target)] = result
        }
    }
}
