import Determinism
import Testing

@testable import Line

@Suite struct ChanceTests {
    private let key = ChanceKey(seed: 7, replication: 3, place: "filler", purpose: .process)

    @Test func `each lane draws what the stream of its replication draws`() {
        var lanes = ChanceLanes(from: key)
        var streams = (0..<8).map { lane in
            var own = key
            own.replication += UInt64(lane)
            return ChanceStream(own)
        }
        for _ in 0..<1000 {
            let drawn = lanes.uniform()
            for lane in 0..<8 { #expect(drawn[lane] == streams[lane].uniform()) }
        }
    }

    @Test func `streams of another place, purpose, detail or replication draw something else`() {
        var others = [key, key, key, key]
        others[0].place = "capper"
        others[1].purpose = .repair
        others[2].detail = "glass"
        others[3].replication = 4
        var stream = ChanceStream(key)
        let first = stream.uniform()
        for other in others {
            var stream = ChanceStream(other)
            #expect(stream.uniform() != first)
        }
    }

    @Test func `a uniform number is never 0 nor 1`() {
        var stream = ChanceStream(key)
        for _ in 0..<100_000 {
            let u = stream.uniform()
            #expect(u > 0 && u < 1 && 1 - u > 0)
        }
    }

    @Test func `the plain logarithm is within one unit in the last place of the library's`() {
        var stream = ChanceStream(key)
        for _ in 0..<100_000 {
            let x = stream.uniform()
            let exact = logarithm(x)
            #expect(abs(plainLogarithm(x) - exact) <= exact.ulp)
        }
        for x in [1.0, 0.5, 2.0, 0x1p-1000, 0x1p1000, 0.999_999_999_999, 1.000_000_000_001] {
            #expect(abs(plainLogarithm(x) - logarithm(x)) <= logarithm(x).ulp)
        }
    }

    @Test func `eight lanes of the logarithm have the bits of one`() {
        var lanes = ChanceLanes(from: key)
        for _ in 0..<10_000 {
            let x = lanes.uniform()
            let logarithms = plainLogarithm(x)
            for lane in 0..<8 {
                #expect(logarithms[lane].bitPattern == plainLogarithm(x[lane]).bitPattern)
            }
        }
    }
}
