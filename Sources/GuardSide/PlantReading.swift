package import Expressions
package import Guard
package import Tags

/// Reads loops, interlocks and the plant's mode out of a validated snapshot.
package struct PlantReading: Sendable {
    package let handles: [HandleBinding]
    package let interlocks: [(name: String, when: Formula)]
    /// In order of precedence; the first that is true counts.
    package let modes: [(mode: PlantMode, when: Formula)]

    package init(
        handles: [HandleBinding], interlocks: [(name: String, when: Formula)],
        modes: [(mode: PlantMode, when: Formula)]
    ) {
        self.handles = handles
        self.interlocks = interlocks
        self.modes = modes
    }

    /// What the snapshot says of the plant. An absent value is "not known", never a default.
    package func live(_ snapshot: Snapshot) -> LivePlant {
        LivePlant(
            readAt: snapshot.at, handles: handles.map { handle($0, snapshot) },
            interlocks: interlocks.map { name, when in
                LiveInterlock(name, active: truth(when, snapshot))
            },
            plantMode: plantMode(snapshot))
    }

    /// The mode of the plant; unknown when an input of a rule that could still be true is absent.
    package func plantMode(_ snapshot: Snapshot) -> PlantMode {
        for (mode, when) in modes {
            guard let holds = truth(when, snapshot) else { return .unknown }
            if holds { return mode }
        }
        return .normal
    }

    private func truth(_ formula: Formula, _ snapshot: Snapshot) -> Bool? {
        switch formula.truth({ snapshot.value(of: TagName($0)) }) {
        case .yes: true
        case .no: false
        case .unknown: nil
        }
    }

    private func handle(_ binding: HandleBinding, _ snapshot: Snapshot) -> LiveHandle {
        LiveHandle(
            tag: binding.tag, setpoint: snapshot.value(of: binding.tag),
            operatorLow: limit(binding.low, snapshot), operatorHigh: limit(binding.high, snapshot),
            loop: loop(binding, snapshot), saturation: saturation(binding, snapshot))
    }

    private func limit(_ limit: HandleBinding.OperatorLimit, _ snapshot: Snapshot) -> Double? {
        switch limit {
        case .tag(let tag): snapshot.value(of: tag)
        case .fixed(let value): value
        }
    }

    private func loop(_ binding: HandleBinding, _ snapshot: Snapshot) -> LoopMode? {
        guard let mode = snapshot.value(of: binding.mode) else { return nil }
        if binding.remoteWhen.contains(mode) { return .remote }
        return binding.manualWhen.contains(mode) ? .manual : .local
    }

    /// Nil while a flag the plant offers is absent.
    private func saturation(_ binding: HandleBinding, _ snapshot: Snapshot) -> Saturation? {
        var ends: [Saturation] = []
        let sameFlag = binding.saturatedHigh == binding.saturatedLow
        for (tag, end) in [(binding.saturatedHigh, Saturation.high), (binding.saturatedLow, .low)] {
            guard let tag else { continue }
            guard let flag = snapshot.value(of: tag) else { return nil }
            if flag != 0 { ends.append(end) }
        }
        if ends.isEmpty { return Saturation.none }
        return sameFlag || ends.count > 1 ? .unknownEnd : ends[0]
    }
}
