import Connect
package import ConnectModbus
import Foundation

/// A few holding registers in which the twin keeps something of its own, and which nothing of the
/// plant goes by. They are read and written as a whole, in one request each.
package final class KeptRegisters: Sendable {
    package static let most = 16

    private enum Job: Sendable {
        case read(CheckedContinuation<[UInt16]?, Never>)
        case write([UInt16], CheckedContinuation<Bool, Never>)
    }

    private let inbox = Inbox<Job>()
    private let count: Int

    /// - Parameters:
    ///   - address: of the first, on the wire.
    ///   - count: how many, at most `most`.
    package init(_ settings: ModbusSettings, at address: Int, count: Int) {
        precondition(
            (1...Self.most).contains(count) && address >= 0 && address + count <= 65_536,
            "\(count) registers at \(address)")
        self.count = count
        let inbox = inbox
        let thread = Thread {
            var hand = ModbusHand(settings: settings)
            let start = ContinuousClock.now
            while let job = inbox.take() {
                let now = (ContinuousClock.now - start) / .seconds(1)
                switch job {
                case .read(let waiting):
                    let answer = hand.read(.holding, at: address, count: count, now: now)
                    waiting.resume(returning: try? answer.get())  // why is not asked
                case .write(let words, let waiting):
                    let answer = hand.write(words, .holding, at: address, now: now)
                    waiting.resume(returning: (try? answer.get()) != nil)  // why is not asked
                }
            }
        }
        thread.name = "modbus registers"
        thread.start()
    }

    deinit { inbox.close() }

    package func close() { inbox.close() }

    /// Nil if they could not be read.
    package func read() async -> [UInt16]? {
        await withCheckedContinuation { waiting in
            guard case .taken = inbox.post(.read(waiting)) else {
                return waiting.resume(returning: nil)
            }
        }
    }

    /// False if it is not known to have arrived.
    package func write(_ words: [UInt16]) async -> Bool {
        precondition(words.count == count, "\(words.count) words for \(count) registers")
        return await withCheckedContinuation { waiting in
            guard case .taken = inbox.post(.write(words, waiting)) else {
                return waiting.resume(returning: false)
            }
        }
    }
}
