package import Expressions
package import Guard
package import Tags

/// Reads loops, interlocks and the plant's mode out of a validated snapshot.
package struct PlantReading: Sendable {
    package let handles: [HandleBinding]
    package let interlocks: [(name: String, when: Formula)]
    /// In order of precedence; the first that is true counts.
    package let modes: [(mode: PlantMode, when: Formula)]
    /// Work permits and laboratory holds; read as interlocks are.
    package let holds: [(flag: HoldFlag, when: Formula)]
    /// Regions of operation in their order.
    package let regions: [RegionReading]

    package init(
        handles: [HandleBinding], interlocks: [(name: String, when: Formula)],
        modes: [(mode: PlantMode, when: Formula)],
        holds: [(flag: HoldFlag, when: Formula)] = [], regions: [RegionReading] = []
    ) {
        self.handles = handles
        self.interlocks = interlocks
        self.modes = modes
        self.holds = holds
        self.regions = regions
    }

    /// What the snapshot says of the plant. An absent value is "not known", never a default.
    package func live(_ snapshot: Snapshot) -> LivePlant {
        LivePlant(
            readAt: snapshot.at, handles: handles.map { handle($0, snapshot) },
            interlocks: interlocks.map { name, when in
                LiveInterlock(name, active: truth(when, snapshot))
            }
                + holds.map { flag, when in
                    LiveInterlock(flag.name, active: truth(when, snapshot))
                },
            plantMode: plantMode(snapshot), regions: regions.map { $0.read(snapshot) })
    }

    /// Whether an interlock or a hold of this name stops a handle.
    package func stops(_ tag: TagName, _ name: String) -> Bool {
        holds.first { $0.flag.name == name }?.flag.stops(tag) ?? true
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
        formula.isTrue { snapshot.value(of: TagName($0)) }
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

/// A region of operation, as far as readings alone tell it.
package struct RegionReading: Sendable {
    package let name: String
    package let when: Formula
    /// Which names of the condition are read from which tag: tags, and inputs of the model. What is
    /// not among them is estimated, and not known here.
    package let reads: [String: TagName]

    package init(name: String, when: Formula, reads: [String: TagName]) {
        self.name = name
        self.when = when
        self.reads = reads
    }

    func read(_ snapshot: Snapshot) -> LiveRegion {
        LiveRegion(
            name,
            holds: when.isTrue { name in reads[name].flatMap { snapshot.value(of: $0) } })
    }
}

extension Formula {
    /// Nil where it rests on a value that is not known.
    fileprivate func isTrue(_ value: (String) -> Double?) -> Bool? {
        switch truth(value) {
        case .yes: true
        case .no: false
        case .unknown: nil
        }
    }
}
