import CModbus
package import Connect
package import ConnectModbus
import Foundation
package import Tags

/// Writes single values to a Modbus TCP device: the only target that calls writing functions.
///
/// It has a connection and a thread of its own. A 32-bit value goes out in one request (function
/// 16), so the device never sees half of it. A write is never repeated here: what became of one
/// without an answer is settled by reading.
package final class ModbusWriter: PlantWriter {
    typealias Answer = Result<Void, WriteFailure>

    /// A write on its way to the thread.
    private struct Job: Sendable {
        let point: ModbusPoint
        let registers: [UInt16]
        let waiting: CheckedContinuation<Answer, Never>
    }

    private let inbox = Inbox<Job>()
    private let points: [TagName: ModbusPoint]
    private let order: WordOrder

    /// - Throws: `ModbusMapError.notWritable` for points outside coils and holding registers.
    package init(_ settings: ModbusSettings, map: ModbusMap) throws(ModbusMapError) {
        for point in map.points where point.area != .holding && point.area != .coil {
            throw .notWritable(point.tag, point.area)
        }
        // Tags of a map are unique.
        points = Dictionary(
            map.points.map { ($0.tag, $0) }, uniquingKeysWith: { first, _ in first })
        order = settings.order
        let inbox = inbox
        let thread = Thread {
            var hand = ModbusHand(settings: settings)
            let start = ContinuousClock.now
            while let job = inbox.take() {
                let address = map.address(of: job.point)
                let now = (ContinuousClock.now - start) / .seconds(1)
                job.waiting.resume(
                    returning: hand.write(job.registers, job.point.area, at: address, now: now))
            }
        }
        thread.name = "modbus writer"
        thread.start()
    }

    deinit { inbox.close() }

    package func close() { inbox.close() }

    package func write(_ value: Double, to tag: TagName) async throws(WriteFailure) {
        guard let point = points[tag] else { throw .unknownTag(tag) }
        let raw = point.scaling.raw(value: value)
        // Scaling leaves crumbs: a whole number in tenths need not come out whole.
        let whole = point.encoding == .float32 ? raw : raw.rounded()
        guard value.isFinite, abs(whole - raw) < 0.01,
            let registers = RegisterCodec.encode(
                whole, as: point.encoding, order: point.order ?? order)
        else {
            throw .notRepresentable(value: value, reason: "not a \(point.encoding.rawValue)")
        }
        let answer = await withCheckedContinuation { waiting in
            switch inbox.post(Job(point: point, registers: registers, waiting: waiting)) {
            case .taken: break
            case .full:
                waiting.resume(returning: .failure(.notSent(reason: "too many writes wait")))
            case .closed:
                waiting.resume(returning: .failure(.notSent(reason: "the writer is closed")))
            }
        }
        try answer.get()
    }
}

/// The writing end of one device on its thread.
struct ModbusHand {
    private let settings: ModbusSettings
    private var reconnection: Reconnection
    var link: ModbusLink?

    init(settings: ModbusSettings) {
        self.settings = settings
        reconnection = settings.reconnection
    }

    mutating func write(
        _ values: [UInt16], _ area: ModbusArea, at address: Int, now: Double
    ) -> ModbusWriter.Answer {
        guard let link = connected(now) else {
            let pause = reconnection.pause(at: now).rounded(.up)
            return .failure(
                .notSent(
                    reason: "no connection to \(settings.endpoint), next attempt in \(pause) s"))
        }
        do throws(ModbusLink.Failure) {
            try send(values, area, at: address, over: link)
            return .success(())
        } catch {
            switch error {
            case .exception(let code):
                return .failure(.refused(reason: ModbusLink.meaning(ofException: code)))
            case .timedOut:
                self.link = nil
                return .failure(.unknown(reason: "no answer within \(settings.timeout) s"))
            case .broken(let reason):
                self.link = nil
                return .failure(.unknown(reason: reason))
            }
        }
    }

    mutating func connected(_ now: Double) -> ModbusLink? {
        // A connection that the device closed while nothing was written would fail after sending.
        if let link, !link.isOpen { self.link = nil }
        if let link { return link }
        guard reconnection.pause(at: now) == 0 else { return nil }
        do {
            link = try ModbusLink(settings)
            reconnection.succeeded()
        } catch {
            reconnection.failed(at: now)
        }
        return link
    }

    private func send(
        _ values: [UInt16], _ area: ModbusArea, at address: Int, over link: ModbusLink
    ) throws(ModbusLink.Failure) {
        if area == .coil {
            try unsafe link.request {
                unsafe modbus_write_bit($0, Int32(address), values[0] == 0 ? 0 : 1)
            }
        } else {
            try unsafe link.request { context in
                unsafe values.withUnsafeBufferPointer {
                    unsafe modbus_write_registers(
                        context, Int32(address), Int32($0.count), $0.baseAddress)
                }
            }
        }
    }
}
