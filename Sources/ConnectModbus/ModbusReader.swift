package import Connect
import Foundation

/// Reads a Modbus TCP device. It cannot write: nothing in this target calls a writing function.
///
/// libmodbus blocks, so every connection has a thread of its own; callers only await.
package final class ModbusReader: PlantReader {
    typealias Answer = Result<PlantReading, ConnectionFailure>

    private let inbox = Inbox<CheckedContinuation<Answer, Never>>()

    /// Starts the thread; the first `read` connects.
    package init(_ settings: ModbusSettings, map: ModbusMap) {
        let inbox = inbox
        let thread = Thread {
            var poll = ModbusPoll(settings: settings, map: map)
            let start = ContinuousClock.now
            while let waiting = inbox.take() {
                waiting.resume(returning: poll.run(at: (ContinuousClock.now - start) / .seconds(1)))
            }
        }
        thread.name = "modbus reader"
        thread.start()
    }

    deinit { inbox.close() }

    package func close() { inbox.close() }

    package func read() async throws(ConnectionFailure) -> PlantReading {
        let answer = await withCheckedContinuation { waiting in
            switch inbox.post(waiting) {
            case .taken: break
            case .full: waiting.resume(returning: .failure(.busy))
            case .closed: waiting.resume(returning: .failure(.closed))
            }
        }
        return try answer.get()
    }
}

/// One device being polled: the connection if there is one, and what was learnt about its
/// registers.
struct ModbusPoll {
    private let settings: ModbusSettings
    private let map: ModbusMap
    /// Blocks as the device can serve them; one with a missing register falls apart for good.
    private var blocks: [ModbusMap.Block]
    private var reconnection: Reconnection
    private var link: ModbusLink?

    init(settings: ModbusSettings, map: ModbusMap) {
        self.settings = settings
        self.map = map
        blocks = map.blocks
        reconnection = settings.reconnection
    }

    /// Reads all points once. `now` is seconds on a clock that does not run backwards.
    mutating func run(at now: Double) -> ModbusReader.Answer {
        if link == nil {
            let pause = reconnection.pause(at: now)
            guard pause == 0 else { return .failure(.waiting(seconds: pause)) }
            do {
                link = try ModbusLink(settings)
                blocks = map.blocks
                reconnection.succeeded()
            } catch {
                reconnection.failed(at: now)
                return .failure(.unreachable(endpoint: settings.endpoint, reason: reason(error)))
            }
        }
        var values: [Result<Double, PointFailure>?] = Array(repeating: nil, count: map.points.count)
        var next = 0
        while next < blocks.count {
            let block = blocks[next]
            do {
                let registers = try fetch(block)
                for index in block.members {
                    values[index] = .success(value(index, registers, block))
                }
                next += 1
            } catch .exception(let code) {
                if code == 2, block.members.count > 1 {
                    blocks.replaceSubrange(next...next, with: block.members.map(single))
                } else {
                    for index in block.members { values[index] = .failure(failure(code, index)) }
                    next += 1
                }
            } catch {
                link = nil
                reconnection.failed(at: now)
                return .failure(.lost(endpoint: settings.endpoint, reason: reason(error)))
            }
        }
        let points = zip(map.points, values).map { point, value in
            // Every point is in exactly one block, so none is left without a value.
            PlantReading.Point(
                tag: point.tag, value: value ?? .failure(.refused("no block fetched it")))
        }
        return .success(PlantReading(points: points))
    }

    private func fetch(_ block: ModbusMap.Block) throws(ModbusLink.Failure) -> [UInt16] {
        guard let link else { throw .broken("not connected") }
        return try link.read(block.area, at: block.address, count: block.count)
    }

    private func value(_ index: Int, _ registers: [UInt16], _ block: ModbusMap.Block) -> Double {
        let point = map.points[index]
        let first = map.address(of: point) - block.address
        let raw = RegisterCodec.decode(
            registers[first..<(first + point.encoding.width)], as: point.encoding,
            order: point.order ?? settings.order)
        return point.scaling.value(raw: raw)
    }

    private func single(_ index: Int) -> ModbusMap.Block {
        let point = map.points[index]
        return ModbusMap.Block(
            area: point.area, address: map.address(of: point), count: point.encoding.width,
            members: [index])
    }

    private func failure(_ code: Int, _ index: Int) -> PointFailure {
        let point = map.points[index]
        if code == 2 { return .noSuchRegister(point.area.name(point.number)) }
        return .refused(ModbusLink.meaning(ofException: code))
    }

    private func reason(_ failure: ModbusLink.Failure) -> String {
        switch failure {
        case .exception(let code): ModbusLink.meaning(ofException: code)
        case .broken(let text): text
        case .timedOut: "no answer within \(settings.timeout) s"
        }
    }
}
