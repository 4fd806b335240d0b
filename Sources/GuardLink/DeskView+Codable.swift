import Determinism
import Guard
package import GuardSide
import Tags

/// The view travels with what a plan needs of the readings: where each setpoint came to rest and
/// where it left. Between two equal readings nothing is lost; what is lost is how often it was read
/// between them, so that at the other end only `ReadbackHistory.readings` is to be used. The guard
/// judges by its own, whole one.
extension DeskView: Codable {
    private struct Traveller: Codable {
        let mode: Mode
        let readbacks: [History]
        let taken: [Taken]
        let nextDecision: DecisionID
        let leave: [HandleLeave]
    }

    private struct History: Codable {
        let tag: TagName
        let reach: Double
        let times: [PlantTime]
        let values: [Finite]
    }

    private struct Taken: Codable {
        let tag: TagName
        let until: PlantTime
    }

    package func encode(to encoder: any Encoder) throws {
        let histories = readbacks.sorted { $0.key < $1.key }.map { tag, history in
            let ends = history.turningReadings
            return History(
                tag: tag, reach: history.reach, times: ends.map(\.at),
                values: ends.compactMap { Finite($0.value) })
        }
        let taken = taken.sorted { $0.key < $1.key }.map { Taken(tag: $0.key, until: $0.value) }
        let traveller = Traveller(
            mode: mode, readbacks: histories, taken: taken, nextDecision: nextDecision,
            leave: leave)
        try traveller.encode(to: encoder)
    }

    package init(from decoder: any Decoder) throws {
        let traveller = try Traveller(from: decoder)
        func wrong(_ what: String) -> DecodingError {
            DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: what))
        }
        var readbacks: [TagName: ReadbackHistory] = [:]
        for history in traveller.readbacks {
            guard history.times.count == history.values.count, history.reach >= 0 else {
                throw wrong("readings of \(history.tag) without a time, or times without one")
            }
            var read = ReadbackHistory(reach: history.reach)
            for (time, value) in zip(history.times, history.values) { read.note(value, at: time) }
            readbacks[history.tag] = read
        }
        var taken: [TagName: PlantTime] = [:]
        for one in traveller.taken { taken[one.tag] = one.until }
        self.init(
            mode: traveller.mode, readbacks: readbacks, taken: taken,
            nextDecision: traveller.nextDecision, leave: traveller.leave)
    }
}

extension ReadbackHistory {
    /// The first and the last reading of each stretch in which the value did not change.
    var turningReadings: [Reading] {
        readings.indices.filter { at in
            let value = readings[at].value.bitPattern
            let isFirst = at == 0 || readings[at - 1].value.bitPattern != value
            let isLast = at == readings.count - 1 || readings[at + 1].value.bitPattern != value
            return isFirst || isLast
        }.map { readings[$0] }
    }
}
