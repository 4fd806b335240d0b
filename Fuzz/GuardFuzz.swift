// Entry of libFuzzer for the guard: bytes choose a plant in which all is well, what is changed in
// it and what numbers stand there; the guard and the oracle must say the same, and no margin of an
// accepted move is negative or no number.
import Determinism
import Guard
import Tags

enum FuzzGuard {
    static func run(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let scenario = Scenario.allCases[Int(bytes[0] % 4)]
        var chance = RandomStream(seed: UInt64(bytes[1]), purpose: "fuzz")
        var world = World(sound: &chance, as: scenario)
        var rest = bytes.dropFirst(2)
        for _ in 0..<12 {
            guard let first = rest.popFirst(), let second = rest.popFirst() else { break }
            if first < 128 {
                var chance = RandomStream(seed: UInt64(second), purpose: "fuzz change")
                world.perturb(at: Int(first), &chance)
                continue
            }
            guard rest.count >= 8 else { break }
            let bits = rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            rest = rest.dropFirst(8)
            put(Double(bitPattern: bits), at: first, second, into: &world)
        }
        judge(world)
    }

    /// One number, anywhere.
    private static func put(_ x: Double, at place: UInt8, _ which: UInt8, into w: inout World) {
        let handle = Int(which) % w.rules.handles.count
        switch place % 12 {
        case 0:
            guard let move = w.moves.first else { return }
            w.moves[0] = ProposedMove(tag: move.tag, from: move.from, to: x)
        case 1:
            guard let move = w.moves.first else { return }
            w.moves[0] = ProposedMove(tag: move.tag, from: x, to: move.to)
        case 2: w.rules.handles[handle].engineering = Band(x, x + Double(which))
        case 3: w.rules.handles[handle].largestStep = x
        case 4: w.rules.handles[handle].recovery = .rampToSafe(value: x, rate: Double(which))
        case 5: w.rules.recoverability.horizon = x
        case 6: w.rules.recoverability.starts.append(x)
        case 7: w.certificate.gain = x
        case 8: w.certificate.gap = x
        case 9: w.rules.longestReadbackGap = x
        case 10: w.rules.hardLimits[0].low = x
        default: w.rules.hardLimits[0].coverage = x
        }
    }

    private static func judge(_ world: World) {
        for isBinding in [true, false] where isBinding || !world.isRecovery {
            let verdict = isBinding ? world.judged().verdict : world.previewed()
            let denied = Set(verdict.findings.filter { $0.denial != nil }.map(\.check))
            let oracle = Oracle(world, binding: isBinding)
            expect(denied == oracle.broken, "guard \(denied), oracle \(oracle.broken)")
            for finding in verdict.findings {
                guard case .accepted(let margin?) = finding.result else { continue }
                expect(margin.left >= 0 && margin.left.isFinite, "\(finding)")
            }
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzGuard.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
