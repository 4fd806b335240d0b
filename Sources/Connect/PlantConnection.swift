package import Determinism
package import Tags

/// Reads a plant. A type that conforms to this alone cannot write: writing is `PlantWriter`.
package protocol PlantReader: Sendable {
    /// Reads every point of the connection's map once.
    ///
    /// A point that cannot be read fails alone; the call throws only when nothing could be read.
    func read() async throws(ConnectionFailure) -> PlantReading

    /// Ends the connection; later reads throw `.closed`.
    func close()
}

/// Writes single values to a plant. Only the acting edge holds one.
package protocol PlantWriter: Sendable {
    /// Writes one absolute value in the tag's unit and returns when the device confirmed it.
    ///
    /// Confirmed is not verified: read the live value back.
    func write(_ value: Double, to tag: TagName) async throws(WriteFailure)

    /// Ends the connection; later writes throw `.notSent`.
    func close()
}

/// What one round of reading brought, point by point in the order of the map.
package struct PlantReading: Sendable {
    package struct Point: Sendable {
        package let tag: TagName
        /// In the unit that the map's scaling gives; may be NaN or infinite as the device sent it.
        package let value: Result<Double, PointFailure>

        package init(tag: TagName, value: Result<Double, PointFailure>) {
            self.tag = tag
            self.value = value
        }
    }

    package let points: [Point]

    package init(points: [Point]) { self.points = points }

    /// The value of a tag; nil if it failed or is not in the map.
    package func value(of tag: TagName) -> Double? {
        guard let point = points.first(where: { $0.tag == tag }) else { return nil }
        return try? point.value.get()  // the failure itself stays in `points`
    }

    /// The points as samples valid at `at`; one that failed has no value.
    package func samples(at time: PlantTime) -> [RawSample] {
        points.map { point in
            switch point.value {
            case .success(let value): RawSample(tag: point.tag, value: value, at: time)
            case .failure: RawSample(tag: point.tag, value: nil, at: time)
            }
        }
    }
}

/// Why one point has no value although the device answers. Retried at the next reading.
package enum PointFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The device has no such register: the map or the device is wrong, the engineer mends it.
    case noSuchRegister(String)
    /// The device refused with this exception.
    case refused(String)

    package var description: String {
        switch self {
        case .noSuchRegister(let place): "the device has no \(place)"
        case .refused(let reason): "the device refused: \(reason)"
        }
    }
}

/// Why nothing could be read. All but `.closed` are retried by reading again.
package enum ConnectionFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection came about.
    case unreachable(endpoint: String, reason: String)
    /// The connection broke, or the device did not answer in time.
    case lost(endpoint: String, reason: String)
    /// The last attempt failed a moment ago; the next one is made after this time [s].
    case waiting(seconds: Double)
    /// The connection was closed by its owner: final.
    case closed
    /// More requests wait than the connection keeps.
    case busy

    package var description: String {
        switch self {
        case .unreachable(let endpoint, let reason): "cannot reach \(endpoint): \(reason)"
        case .lost(let endpoint, let reason): "lost \(endpoint): \(reason)"
        case .waiting(let seconds): "waiting \(seconds.rounded(.up)) s before the next attempt"
        case .closed: "the connection is closed"
        case .busy: "the connection is busy"
        }
    }
}

/// Why a write is not confirmed; what matters is whether the plant may have changed.
package enum WriteFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The tag is not in the writer's map. Nothing was sent.
    case unknownTag(TagName)
    /// The value does not fit the register. Nothing was sent.
    case notRepresentable(value: Double, reason: String)
    /// No connection. Nothing was sent.
    case notSent(reason: String)
    /// The device refused; the plant is as it was.
    case refused(reason: String)
    /// Sent, but no answer came: settled by reading back, never by sending again.
    case unknown(reason: String)

    /// True if the plant may have taken the value.
    package var mayHaveActed: Bool {
        if case .unknown = self { return true }
        return false
    }

    package var description: String {
        switch self {
        case .unknownTag(let tag): "\(tag) is not in the write map"
        case .notRepresentable(let value, let reason): "\(value) cannot be written: \(reason)"
        case .notSent(let reason): "not sent: \(reason)"
        case .refused(let reason): "the device refused: \(reason)"
        case .unknown(let reason): "sent without an answer: \(reason)"
        }
    }
}
