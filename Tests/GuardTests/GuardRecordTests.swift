import Determinism
import Foundation
import Guard
import Tags
import Testing

/// What the guard judges by and remembers, written down and read again.
@Suite struct GuardRecordTests {
    private func again<Value: Codable>(_ value: Value) throws -> Value {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(value)
        let read = try JSONDecoder().decode(Value.self, from: data)
        // Equal memories read the same, whatever the order they were filled in.
        #expect(try encoder.encode(read) == data)
        return read
    }

    @Test(arguments: Scenario.allCases)
    func `a judgement can be made again from what is on record`(scenario: Scenario) throws {
        for index in 0..<20 as Range<UInt64> {
            var chance = RandomStream(seed: 5, purpose: "records", index: index)
            let world = World(sound: &chance, as: scenario)
            var other = world
            other.rules = try again(world.rules)
            other.ledger = try again(world.ledger)
            other.certificate = try again(world.certificate)
            let circumstances = try again(world.circumstances)
            #expect(other.rules == world.rules && other.ledger == world.ledger)
            #expect(circumstances == world.circumstances)
            #expect(try again(world.proposal) == world.proposal)
            #expect(try again(world.acceptance) == world.acceptance)
            let verdict = world.judged().verdict
            #expect(other.judged().verdict == verdict)
            #expect(try again(verdict) == verdict)
        }
    }

    @Test func `an empty memory is one too`() throws {
        #expect(try again(GuardLedger()) == GuardLedger())
    }

    @Test func `of two entries under one name the last counts`() throws {
        var ledger = GuardLedger()
        ledger.spend(token: "a", until: .seconds(1), now: .seconds(0))
        let text = String(decoding: try JSONEncoder().encode(ledger), as: UTF8.self)
        let entry = #"{"name":"a","value":1000000000}"#
        let twice = text.replacing(entry, with: entry + "," + #"{"name":"a","value":2000000000}"#)
            .replacing(
                #"{"value":1000000000,"name":"a"}"#,
                with: #"{"name":"a","value":1},{"name":"a","value":2000000000}"#)
        let read = try JSONDecoder().decode(GuardLedger.self, from: Data(twice.utf8))
        #expect(read.spentTokens == ["a": .seconds(2)])
    }

    @Test func `a sample that could not have been made is not read`() throws {
        let absent = #"{"tag":"T","quality":["good"],"at":1}"#
        let bad = #"{"tag":"T","value":1,"quality":["bad","spike"],"at":1}"#
        for text in [absent, bad] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Sample.self, from: Data(text.utf8))
            }
        }
        for quality in [Quality.good, .uncertain(.frozen), .bad(.spike)] {
            #expect(try again(quality) == quality)
        }
    }

    @Test func `a check of an older record reads by its newer name`() throws {
        let read = try JSONDecoder().decode(
            [Check].self, from: Data(#"["certificate","plant state"]"#.utf8))
        #expect(read == [.model, .plantState])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Check.self, from: Data(#""luck""#.utf8))
        }
    }
}
