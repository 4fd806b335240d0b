import Connect
import Determinism
import Quantities
import Tags
import Testing

@Suite struct ReconnectionTests {
    @Test func `the pause doubles from the shortest to the longest`() {
        var policy = Reconnection(shortest: 1, longest: 30)
        #expect(policy.pause(at: 0) == 0)
        var pauses: [Double] = []
        for _ in 0..<40 {
            policy.failed(at: 100)
            pauses.append(policy.pause(at: 100))
        }
        #expect(Array(pauses.prefix(6)) == [1, 2, 4, 8, 16, 30])
        #expect(pauses.dropFirst(6).allSatisfy { $0 == 30 })
    }

    @Test func `the pause runs off with time`() {
        var policy = Reconnection(shortest: 2, longest: 30)
        policy.failed(at: 10)
        #expect(policy.pause(at: 11.5) == 0.5)
        #expect(policy.pause(at: 12) == 0)
        #expect(policy.pause(at: 1000) == 0)
    }

    @Test func `a success starts over`() {
        var policy = Reconnection()
        for _ in 0..<5 { policy.failed(at: 0) }
        policy.succeeded()
        #expect(policy.pause(at: 0) == 0 && policy.failures == 0)
        policy.failed(at: 0)
        #expect(policy.pause(at: 0) == 1)
    }

    @Test func `scaling goes both ways and on to SI`() {
        let tenths = Scaling(factor: 0.1, offset: -5)
        #expect(abs(tenths.value(raw: 250) - 20) < 1e-12)
        #expect(abs(tenths.raw(value: 20) - 250) < 1e-9)
        let degC = Unit(symbol: "degC", dimension: .temperature, offset: 273.15)
        #expect(abs(tenths.inSI(of: degC).value(raw: 250) - 293.15) < 1e-9)
    }

    @Test func `a point that failed is a sample without a value`() {
        let reading = PlantReading(points: [
            .init(tag: TagName("A"), value: .success(.nan)),
            .init(tag: TagName("B"), value: .failure(.noSuchRegister("input register 7"))),
        ])
        let samples = reading.samples(at: .seconds(5))
        #expect(samples[0].value?.isNaN == true)
        #expect(samples[1].value == nil && samples[1].at == .seconds(5))
        #expect(reading.value(of: TagName("B")) == nil && reading.value(of: TagName("C")) == nil)
    }

    @Test func `only a write without an answer may have acted`() {
        #expect(WriteFailure.unknown(reason: "timeout").mayHaveActed)
        #expect(!WriteFailure.refused(reason: "busy").mayHaveActed)
        #expect(!WriteFailure.notSent(reason: "no route").mayHaveActed)
        #expect(!WriteFailure.unknownTag(TagName("X")).mayHaveActed)
    }
}
