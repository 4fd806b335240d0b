import RunBench
import Testing

/// What one decision does where nothing goes wrong: the points at which something then does.
enum Unharmed {
    static let guardian = Task { try await rehearse(.init("flyball-guard")) }
    static let loop = Task { try await rehearse(.init("flyball")) }
    static let plant = Task { try await rehearse(.init("flyball-plant"), ofPlant: true) }

    /// Requests to the plant in one decision.
    static func requests() async throws -> Int {
        try await guardian.value.count { $0.name.hasPrefix("send-") }
    }

    /// The operations of one decision in a program, in the order in which it does them, from the
    /// moment the operator says yes until he is told the outcome.
    private static func rehearse(
        _ order: FaultShim.Order, ofPlant: Bool = false
    ) async throws -> [FaultShim.Operation] {
        let report = DrillReport("no fault, \(order.program) counted")
        let found = try await Drill.once {
            report.tried()
            let stand = try Stand(report, "unharmed", plantFault: ofPlant ? order : nil)
            defer { stand.end() }
            let run = try stand.start(ofPlant ? nil : order)
            defer { run.end() }
            guard stand.raise(run) else { return [FaultShim.Operation]() }
            stand.accept(run)
            let outcome = run.line("OUTCOME", "verified", within: 60)
            stand.check(outcome != nil, "\(run.story)")
            let found = ofPlant ? stand.plantOperations : stand.operations
            stand.stop(run)
            stand.check(stand.plant.written.count == 1, "written: \(stand.plant.written)")
            try stand.judgeRestart()
            for operation in found { report.saw(operation.place) }
            // A kill cannot show what only a power cut would: that all was durable before it left.
            let sent = found.firstIndex { $0.name == "send-16" }
            if !ofPlant, let sent {
                let last = found[..<sent].last { $0.place == "disk" }
                stand.check(last?.name == "fdatasync", "sent behind \(String(describing: last))")
                report.saw("sent behind an fdatasync")
                report.saw("the write is operation \(sent + 1) of \(found.count)")
            }
            return found
        }
        report.conclude()
        return found
    }
}
