internal import CUDUnits
import Quantities

/// What a visit to a UDUNITS unit finds: its dimension, and how its numbers become SI.
struct UnitParts {
    /// Nil after a visit to something that is no unit of a plant.
    var dimension: Dimension? = .one
    var scale = 1.0
    var offset = 0.0

    /// Multiplies by a basic unit to a power.
    private mutating func multiply(by symbol: String, power: Int) {
        let base: Dimension? =
            switch symbol {
            case "m": .length
            case "kg": .mass
            case "s": .time
            case "K": .temperature
            case "A": Dimension(current: 1)
            case "mol": Dimension(amount: 1)
            case "cd": Dimension(light: 1)
            case "EUR": .money
            case "rad": .one
            default: nil
            }
        guard abs(power) <= 12, let factor = base?.raised(to: power), let dimension else {
            dimension = nil
            return
        }
        self.dimension = dimension * factor
    }

    /// Takes in a product of basic units.
    fileprivate mutating func take(
        _ units: UnsafePointer<OpaquePointer?>?, powers: UnsafePointer<Int32>?, count: Int32
    ) {
        for i in 0..<Int(count) {
            guard let unit = unsafe units?[i], let power = unsafe powers?[i],
                let symbol = unsafe ut_get_symbol(unit, UT_ASCII)
            else {
                dimension = nil
                return
            }
            multiply(by: unsafe String(cString: symbol), power: Int(power))
        }
    }

    /// Takes the scale from UDUNITS, and the offset by converting 0, so that no sign is guessed.
    fileprivate mutating func take(
        scale: Double, of unit: OpaquePointer, over underlying: OpaquePointer
    ) {
        guard let converter = unsafe ut_get_converter(unit, underlying) else {
            dimension = nil
            return
        }
        self.scale = scale
        offset = unsafe cv_convert_double(converter, 0)
        unsafe cv_free(converter)
    }
}

extension UnitParts {
    /// The callbacks by which UDUNITS shows a unit; the context is a pointer to `UnitParts`.
    static var visitor: ut_visitor {
        unsafe ut_visitor(
            visit_basic: { unit, context in
                var unit = unsafe unit
                var power: Int32 = 1
                unsafe parts(context)?.pointee.take(&unit, powers: &power, count: 1)
                return UT_SUCCESS
            },
            visit_product: { _, count, units, powers, context in
                unsafe parts(context)?.pointee.take(units, powers: powers, count: count)
                return UT_SUCCESS
            },
            visit_galilean: { unit, scale, underlying, _, context in
                guard let unit = unsafe unit, let underlying = unsafe underlying else {
                    return UT_BAD_ARG
                }
                unsafe parts(context)?.pointee.take(scale: scale, of: unit, over: underlying)
                var visitor = UnitParts.visitor
                return unsafe ut_accept_visitor(underlying, &visitor, context)
            },
            visit_timestamp: { _, _, _, _ in UT_MEANINGLESS },
            visit_logarithmic: { _, _, _, _ in UT_MEANINGLESS })
    }
}

/// The parts behind a visitor's context.
private func parts(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<UnitParts>? {
    unsafe context?.assumingMemoryBound(to: UnitParts.self)
}
