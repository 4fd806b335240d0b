import Foundation

/// One line of the plant's own record of its setpoints (`flyball-plant --setpoints`).
package struct SetpointRow: Hashable, Sendable {
    package enum Cause: String, Sendable {
        /// `block`: the companion block, on a ramp or while it sheds.
        case start, remote, refused, furnace, block
    }

    /// Seconds since the plant's start.
    package let time: Double
    /// The register that a master writes.
    package let register: Int
    package let cause: Cause
    /// In the plant's unit, as are the limits.
    package let value: Double
    package let low: Double
    package let high: Double

    package init(
        time: Double, register: Int, cause: Cause, value: Double, low: Double, high: Double
    ) {
        self.time = time
        self.register = register
        self.cause = cause
        self.value = value
        self.low = low
        self.high = high
    }

    /// All rows of the file's text; one that cannot be read is an error, for it may be an escape.
    package static func rows(in text: String) throws(DemoFailure) -> [SetpointRow] {
        var rows: [SetpointRow] = []
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 7, let time = Double(fields[0]), let register = Int(fields[1]),
                let cause = Cause(rawValue: String(fields[2])), let value = Double(fields[3]),
                let low = Double(fields[4]), let high = Double(fields[5])
            else { throw DemoFailure("the plant's record has an unreadable line: \(line)") }
            rows.append(
                SetpointRow(
                    time: time, register: register, cause: cause, value: value, low: low,
                    high: high))
        }
        return rows
    }
}

/// What a run of the plant came to, from its own books.
package struct PlantResult: Decodable, Hashable, Sendable {
    package let run: String
    package let hours: Double
    package let slabs: Int
    package let offSpecification: Int
    /// [t]
    package let mass: Double
    /// Fuel burnt in the run by mass discharged in it [GJ/t]; nil before the first slab.
    package let energy: Double?

    private enum CodingKeys: String, CodingKey {
        case run, hours, slabs
        case offSpecification = "off_spec_slabs"
        case mass = "mass_t"
        case energy = "fuel_GJ_per_t"
    }

    package init(
        run: String, hours: Double, slabs: Int, offSpecification: Int, mass: Double, energy: Double?
    ) {
        self.run = run
        self.hours = hours
        self.slabs = slabs
        self.offSpecification = offSpecification
        self.mass = mass
        self.energy = energy
    }

    /// Share of slabs out of specification; nil before the first.
    package var share: Double? {
        slabs > 0 ? Double(offSpecification) / Double(slabs) : nil
    }

    /// The results among the lines that the plant printed, in order.
    package static func results(in text: String) throws(DemoFailure) -> [PlantResult] {
        do {
            return try text.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
                try JSONDecoder().decode(PlantResult.self, from: Data($0.utf8))
            }
        } catch { throw DemoFailure("the plant's result cannot be read: \(error)") }
    }
}
