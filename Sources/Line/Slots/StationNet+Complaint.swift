extension StationNet {
    /// What cannot be simulated, in words; nil if all can.
    package var complaint: String? {
        for station in stations {
            if station.servers < 1 { return "station \(station.name) has no server" }
            if let places = station.places, places < 0 {
                return "a buffer of \(places) places before \(station.name)"
            }
            if station.failures.count > 64 {
                return "station \(station.name) fails in more than 64 ways"
            }
            for failure in station.failures {
                if let complaint = failure.untilFailure.complaint ?? failure.repair.complaint {
                    return "station \(station.name), \(failure.name): \(complaint)"
                }
                if failure.untilFailure.mean <= 0 {
                    return "station \(station.name) fails without ever working (\(failure.name))"
                }
            }
        }
        if products.isEmpty { return "a net without products" }
        for product in products {
            if let complaint = complaint(about: product) {
                return "product \(product.name): \(complaint)"
            }
        }
        return nil
    }

    private func complaint(about product: Product) -> String? {
        guard let first = product.steps.first else { return "a route without steps" }
        for (index, step) in product.steps.enumerated() {
            guard stations.indices.contains(step.station) else {
                return "step \(index + 1) is at no station"
            }
            if let complaint = step.process.complaint {
                return "at \(stations[step.station].name): \(complaint)"
            }
            if step.branches.isEmpty { continue }
            let sum = step.branches.reduce(0) { $0 + $1.share }
            guard step.branches.allSatisfy({ $0.share >= 0 }), abs(sum - 1) <= 1e-9 else {
                return "after \(stations[step.station].name) the shares sum to \(sum), not to 1"
            }
            for branch in step.branches {
                if let next = branch.step, !product.steps.indices.contains(next) {
                    return "after \(stations[step.station].name) it goes to a step that is none"
                }
            }
        }
        if let closed = stepsWithoutExit(product) {
            return "from \(stations[product.steps[closed].station].name) no way leads out"
        }
        switch product.source {
        case .arrivals(let law): return law.complaint
        case .lossy(let law, let most):
            if let complaint = law.complaint { return complaint }
            return most >= 1 ? nil : "room for \(most) parts"
        case .saturated: return nil
        case .circulating(let parts):
            if parts < 1 { return "\(parts) parts that circulate" }
            return stations[first.station].places == nil
                ? nil : "parts that circulate begin at a station with a limited buffer"
        }
    }

    /// A step from which parts can never leave; nil if there is none.
    private func stepsWithoutExit(_ product: Product) -> Int? {
        var leads = product.steps.map { step in
            step.branches.isEmpty || step.branches.contains { $0.step == nil && $0.share > 0 }
        }
        var grew = true
        while grew {
            grew = false
            for (index, step) in product.steps.enumerated() where !leads[index] {
                let found = step.branches.contains { branch in
                    branch.share > 0 && branch.step.map { leads[$0] } == true
                }
                if found {
                    leads[index] = true
                    grew = true
                }
            }
        }
        return leads.firstIndex(of: false)
    }
}
