// Entry of libFuzzer for formulas: any bytes must end in a formula or in an error with its place.
import Expressions
import Quantities
import Units

enum FuzzFormula {
    static let names: Vocabulary = {
        let power = Dimension(length: 2, mass: 1, time: -3)
        return Vocabulary(
            "tags",
            [
                ("LINE.STOPPED", .truth), ("MODE", .plainNumber), ("a", .plainNumber),
                ("b", .plainNumber), ("ratio", .plainNumber), ("20 TI/1", .plainNumber),
                ("TI-305.PV", .quantity(.temperature, levels: 1)),
                ("TI-306.PV", .quantity(.temperature, levels: 1)),
                ("setpoint[1]", .quantity(.temperature, levels: nil)),
                ("fuel", .quantity(power, levels: nil)),
                ("LINE.SPEED", .quantity(.mass / .time, levels: nil)),
                ("area", .quantity(.length * .length, levels: nil)),
            ])
    }()

    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(FormulaError) {
            let formula = try Formula(text, units: UDUnits())
            let kind = try formula.kind(in: names)
            for reading in [nil, 0, 1, 2.5, .nan, 1e308] as [Double?] {
                switch formula.term.value(of: { _ in reading }) {
                case .unknown: break
                case .truth: expect(kind == .truth, "a truth of kind \(kind)")
                case .number(let value): expect(value.isFinite, "\(value)")
                }
            }
            _ = formula.linearForm
        } catch {
            let whole = 0...text.unicodeScalars.count
            expect(
                whole.contains(error.at.lowerBound) && whole.contains(error.at.upperBound)
                    && !error.message.isEmpty, "\(error)")
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzFormula.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
