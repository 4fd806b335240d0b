extension GeneralRun {
    /// The value of a rule for a part and a unit (−1: none) at a station; NaN where it is not
    /// known.
    mutating func value(of rule: Int32, part: Int, unit: Int, station: Int) -> Double {
        let range = plan.tape.rules[Int(rule)]
        var top = -1
        for index in range {
            let entry = tape[Int(index)]
            switch entry.code {
            case .number:
                top += 1
                shelf[top] = entry.value
            case .negative, .absolute, .exponential, .logarithm, .root, .not:
                shelf[top] = entry.code.result(shelf[top])
            case .plus, .minus, .times, .over, .power, .below, .atMost, .above, .atLeast, .equal,
                .unequal, .and, .or:
                top -= 1
                shelf[top] = entry.code.result(shelf[top], shelf[top + 1])
            case .least, .most:
                for _ in 1..<max(1, entry.index) {
                    top -= 1
                    shelf[top] = entry.code.result(shelf[top], shelf[top + 1])
                }
            case .choice:
                top -= 2
                let condition = shelf[top]
                shelf[top] =
                    condition == 1 ? shelf[top + 1] : condition == 0 ? shelf[top + 2] : .nan
            default:
                top += 1
                let value = word(entry, part, unit, station)
                shelf[top] = value
            }
        }
        return shelf[0]
    }

    private mutating func word(_ entry: RuleTape.Entry, _ part: Int, _ unit: Int, _ station: Int)
        -> Double
    {
        switch entry.code {
        case .now: return seconds(now)
        case .queue:
            let queue = queues[Int(entry.index)]
            return Double(queue.waiting + queue.travelling)
        case .inWork:
            let queue = queues[Int(entry.index)]
            return Double(queue.present - queue.waiting - queue.travelling)
        case .stock: return Double(levels[Int(entry.index)].onHand)
        case .partsSinceSetup, .timeSinceSetup, .partsSinceUpkeep, .workSinceUpkeep:
            return unit < 0 ? .nan : wornBy(entry.code, wear[unit])
        default: return part < 0 ? .nan : partWord(entry.code, parts[part], unit, station)
        }
    }

    @inline(__always) private func wornBy(_ code: RuleTape.Code, _ worn: Wear) -> Double {
        switch code {
        case .partsSinceSetup: Double(worn.parts - worn.partsAtSetup)
        case .timeSinceSetup: seconds(now &- worn.setupAt)
        case .partsSinceUpkeep: Double(worn.parts - worn.partsAtUpkeep)
        default: seconds(worn.work &- worn.workAtUpkeep)
        }
    }

    private mutating func partWord(
        _ code: RuleTape.Code, _ part: Part, _ unit: Int, _ station: Int
    ) -> Double {
        switch code {
        case .due: return part.due < 0 ? .nan : seconds(part.due)
        case .released: return seconds(part.came)
        case .priority: return Double(products[Int(part.product)].priority)
        case .work: return ways[Int(part.way)].mean / Ticks.perSecond
        case .remaining: return steps[Int(part.step)].remaining / Ticks.perSecond
        case .reworks: return Double(part.reworks)
        case .waited: return seconds(now &- part.queued)
        case .needsSetup:
            guard unit >= 0 else { return .nan }
            let family = products[Int(part.product)].family
            return setupLaw(stations[station], from: units[unit].family, to: family) < 0 ? 0 : 1
        default: preconditionFailure("\(code) is no word")
        }
    }

    @inline(__always) private func seconds(_ ticks: Int64) -> Double {
        Double(ticks) / Ticks.perSecond
    }
}
