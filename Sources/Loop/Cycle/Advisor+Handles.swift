import Determinism
import Guard
import GuardSide
import Optimize
import Tags

// What each handle may do now, so that no plan asks for what the guard will deny.
extension Advisor {
    func handle(
        _ i: Int, _ live: LivePlant, _ desk: DeskView, _ believed: Believed, _ now: PlantTime
    ) -> HandleSituation {
        let handle = settings.problem.handles[i]
        let fixed = settings.handles[i]
        let seen = live.handle(handle.tag)
        var limits = [
            NamedLimit(
                "engineering limit",
                Bounds(fixed.engineering.lowerBound, fixed.engineering.upperBound))
        ]
        if let low = seen?.operatorLow, let high = seen?.operatorHigh {
            limits.append(NamedLimit("operator limit", Bounds(low, high)))
        }
        let leave = desk.leave(of: handle.tag)
        if let drift = leave?.drift {
            limits.append(NamedLimit("drift in this shift", Bounds(drift.low, drift.high)))
        }
        let history = desk.readbacks[handle.tag]
        if let seen, let setpoint = seen.setpoint {
            limits += [
                Self.end(seen.saturation, at: setpoint),
                history.flatMap { fixed.turns(after: $0, at: now, from: setpoint) },
            ].compactMap(\.self)
        }
        let readings = history?.readings ?? []  // none yet: only the live value
        return HandleSituation(
            live: seen?.setpoint ?? believed.inputs[handle.input], limits: limits,
            ramps: fixed.ramps,
            readbacks: readings.map {
                Readback(age: now.seconds(since: $0.at), value: $0.value)
            },
            softStep: leave?.largestStep.flatMap { step in
                // Ramps say the same unless the guard leaves less than they do.
                fixed.ramps.allSatisfy { step < $0.reach } ? step : nil
            },
            heldBecause: reason(handle.tag, seen, live, desk, now))
    }

    /// Why a handle may not move now; nil if it may.
    private func reason(
        _ tag: TagName, _ seen: LiveHandle?, _ live: LivePlant, _ desk: DeskView, _ now: PlantTime
    ) -> String? {
        if let until = desk.taken[tag], now < until { return "the operator has it" }
        guard let seen, seen.setpoint != nil else { return "its live setpoint is not known" }
        guard let loop = seen.loop else { return "its loop's mode is not known" }
        if loop != .remote { return "its loop is in \(loop.rawValue)" }
        if seen.operatorLow == nil || seen.operatorHigh == nil {
            return "the operator's limits are not known"
        }
        for interlock in live.interlocks
        where interlock.active != false && settings.reading.stops(tag, interlock.name) {
            return interlock.active == nil
                ? "\(interlock.name): whether it holds is not known" : interlock.name
        }
        if live.plantMode != .normal { return "the plant is in \(live.plantMode.rawValue)" }
        guard let leave = desk.leave(of: tag) else { return nil }
        return leave.largestStep == nil ? "no step is allowed" : leave.heldBecause
    }

    /// A loop whose valve is at its end does not follow further: its setpoint may only come back.
    private static func end(_ saturation: Saturation?, at live: Double) -> NamedLimit? {
        switch saturation {
        case .high: NamedLimit("valve fully open", Bounds(-.infinity, live))
        case .low: NamedLimit("valve fully shut", Bounds(live, .infinity))
        case .unknownEnd: NamedLimit("valve at an end", .exactly(live))
        case .none?, nil: nil
        }
    }
}

extension LoopSettings.HandleLimits {
    /// The way that is left once the reversals of an hour are used up; nil while some are left.
    func turns(
        after history: ReadbackHistory, at now: PlantTime, from live: Double
    ) -> NamedLimit? {
        let lastHour = history.readings.filter { now.seconds(since: $0.at) <= 3600 }
        // Every change counts, as it does for the guard.
        let directions = ReadbackHistory.changes(in: lastHour[...], beyond: 0)
        let reversals = zip(directions, directions.dropFirst()).count { $0 != $1 }
        guard reversals >= reversalsPerHour, let isUp = directions.last else { return nil }
        return NamedLimit(
            "reversals per hour", isUp ? Bounds(live, .infinity) : Bounds(-.infinity, live))
    }
}
